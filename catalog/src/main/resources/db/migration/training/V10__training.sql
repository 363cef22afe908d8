-- What training runs leave step by step, how they were asked for, and the sweeps they belong to.

create table training_request (
  run_id  text primary key references job (id) on delete cascade,
  request text not null check (request is json object)
);

create table training_cancellation (
  run_id text primary key references job (id) on delete cascade,
  choice text not null check (choice in ('CHECKPOINT', 'DISCARD'))
);

create table training_metric (
  run_id              text             not null references job (id) on delete cascade,
  step                bigint           not null check (step >= 0),
  loss                double precision not null,
  score_loss          double precision,
  latent_penalty      double precision,
  reconstruction_loss double precision not null,
  gradient_norm       double precision,
  learning_rate       double precision,
  average_decay       double precision,
  images_per_second   double precision,
  data_wait           double precision,
  memory_bytes        bigint,
  recorded_at         timestamptz      not null,
  primary key (run_id, step)
);

-- Means over steps bucket·width + 1 … (bucket + 1)·width, as far as they are recorded, so that a
-- long history is read as fast as a short one.
create table training_metric_range (
  run_id              text             not null references job (id) on delete cascade,
  width               integer          not null,
  bucket              bigint           not null,
  step                bigint           not null,
  steps               bigint           not null,
  loss                double precision not null,
  score_loss          double precision,
  latent_penalty      double precision,
  reconstruction_loss double precision not null,
  gradient_norm       double precision,
  learning_rate       double precision,
  average_decay       double precision,
  images_per_second   double precision,
  data_wait           double precision,
  memory_bytes        double precision,
  primary key (run_id, width, bucket)
);

-- How well factors were read from a run's codes while it was trained.
create table training_probe (
  run_id   text             not null references job (id) on delete cascade,
  step     bigint           not null check (step >= 0),
  t        double precision not null check (t between 0 and 1),
  factor   text             not null,
  accuracy double precision not null check (accuracy between 0 and 1),
  primary key (run_id, step, t, factor)
);

-- What validation images cost a run while it was trained.
create table held_out_loss (
  run_id text             not null references job (id) on delete cascade,
  step   bigint           not null check (step >= 0),
  t      double precision not null check (t between 0 and 1),
  loss   double precision not null,
  rate   double precision not null,
  primary key (run_id, step, t)
);

-- Pictures of samples made while a run was trained.
create table training_sample (
  run_id  text             not null references job (id) on delete cascade,
  step    bigint           not null check (step >= 0),
  seconds double precision not null check (seconds >= 0),
  picture bytea            not null,
  primary key (run_id, step)
);

-- Training runs that were asked for together.
create table training_sweep (
  id          text primary key,
  name        text        not null,
  project     text        not null,
  deletion_id text references deletion (id),
  created_at  timestamptz not null
);

create index training_sweep_newest on training_sweep (created_at desc, id desc);
create index training_sweep_deleted on training_sweep (deletion_id) where deletion_id is not null;

create table training_sweep_run (
  sweep_id text    not null references training_sweep (id) on delete cascade,
  ordinal  integer not null,
  run_id   text    not null references job (id) on delete cascade,
  primary key (sweep_id, ordinal)
);

create index training_sweep_run_job on training_sweep_run (run_id);
