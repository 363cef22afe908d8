-- What people write on training runs.

create table training_label (
  run_id text primary key references job (id) on delete cascade,
  tags   text[] not null,
  notes  text   not null
);
