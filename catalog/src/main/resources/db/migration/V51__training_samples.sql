-- Pictures of samples made while a run was trained.

create table training_sample (
  run_id  text             not null references job (id) on delete cascade,
  step    bigint           not null check (step >= 0),
  seconds double precision not null check (seconds >= 0),
  picture bytea            not null,
  primary key (run_id, step)
);
