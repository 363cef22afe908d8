-- Training runs that were asked for together.

create table training_sweep (
  id         text primary key,
  name       text        not null,
  created_at timestamptz not null
);

create table training_sweep_run (
  sweep_id text    not null references training_sweep (id) on delete cascade,
  ordinal  integer not null,
  run_id   text    not null references job (id) on delete cascade,
  primary key (sweep_id, ordinal)
);

create index training_sweep_newest on training_sweep (created_at desc, id desc);
create index training_sweep_run_job on training_sweep_run (run_id);
