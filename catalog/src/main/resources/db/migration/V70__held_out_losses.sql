-- What validation images cost a run while it was trained.

create table held_out_loss (
  run_id text             not null references job (id) on delete cascade,
  step   bigint           not null check (step >= 0),
  t      double precision not null check (t between 0 and 1),
  loss   double precision not null,
  rate   double precision not null,
  primary key (run_id, step, t)
);
