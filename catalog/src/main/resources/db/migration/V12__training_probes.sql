-- How well factors were read from a run's codes while it was trained.

create table training_probe (
  run_id   text             not null references job (id) on delete cascade,
  step     bigint           not null check (step >= 0),
  t        double precision not null check (t between 0 and 1),
  factor   text             not null,
  accuracy double precision not null check (accuracy between 0 and 1),
  primary key (run_id, step, t, factor)
);
