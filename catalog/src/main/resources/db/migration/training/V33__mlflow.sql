-- What a tracking server (MLflow) has been told of training runs, and what is on its way. A run is
-- taken by one worker at a time; one that dies over it leaves it to the next, after its time.

create table mlflow_run (
  tracking_uri  text    not null,
  run_id        text    not null references job (id) on delete cascade,
  state         text    not null check (state in ('PENDING', 'DONE', 'GIVEN_UP')),
  mlflow_id     text,                       -- null until it is there with its parameters
  artifacts     text,                       -- where its artifacts are put; null if nowhere
  step          bigint  not null default 0, -- measures up to it have been batched
  probe_step    bigint  not null default -1,
  picture_step  bigint  not null default -1,
  batch         text check (batch is json array), -- points on their way; sent again as they are
  claim         bigint  not null default 0, -- rises with each taking; later writes carry it
  failures      integer not null default 0, -- since the last success
  refused_since timestamptz,
  error         text,
  due_at        timestamptz,                -- also when the one who has it has had his time
  primary key (tracking_uri, run_id),
  check ((state = 'PENDING') = (due_at is not null))
);

create index mlflow_run_due on mlflow_run (due_at) where state = 'PENDING';
create index mlflow_run_job on mlflow_run (run_id);

-- Points of curves have the times at which they were first recorded.
alter table training_probe add column recorded_at timestamptz not null default now();
alter table held_out_loss add column recorded_at timestamptz not null default now();
