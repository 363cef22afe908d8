-- Jobs, and what is deleted. JSON is kept as text, so that it reads back exactly as it was written;
-- the checks see to it that it is JSON. Everything is in one project.

-- What was deleted together: it vanishes from lists and reads at once, can be restored for a while,
-- and is erased then.
create table deletion (
  id               text primary key,
  thing_id         text        not null,
  kind             text        not null,
  name             text        not null,
  project          text        not null,
  deleted_by       text,
  created_at       timestamptz not null,
  restorable_until timestamptz not null,
  erased_at        timestamptz
);

create index deletion_newest on deletion (created_at desc, id desc);
create index deletion_due on deletion (restorable_until) where erased_at is null;

-- Deaths and retries count only without progress.
create table job (
  id             text primary key,
  service        text             not null check (service in ('training', 'representation', 'downstream')),
  kind           text             not null,
  state          text             not null
    check (state in ('QUEUED', 'RUNNING', 'CANCELLING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
  plan           text             not null check (plan is json object),
  phase          text,
  progress       double precision not null check (progress between 0 and 1),
  best_progress  double precision not null default 0 check (best_progress between 0 and 1),
  rate           double precision,
  rate_unit      text,
  eta_millis     bigint,
  attempt        integer          not null check (attempt >= 0),
  deaths         integer          not null check (deaths >= 0),
  retries        integer          not null default 0 check (retries >= 0),
  last_event     bigint           not null,
  failure_code   text,
  failure_blame  text check (failure_blame in ('USER', 'INFRASTRUCTURE', 'DEFECT')),
  failure_detail text,
  submitted_by   text,
  project        text             not null,
  traceparent    text, -- of the request that made it, as W3C's header has it
  deletion_id    text references deletion (id),
  created_at     timestamptz      not null,
  started_at     timestamptz,
  finished_at    timestamptz,
  check ((state = 'FAILED') = (failure_code is not null)),
  check ((state in ('SUCCEEDED', 'FAILED', 'CANCELLED')) = (finished_at is not null))
);

-- One index for each combination of filters, in the order of the pages.
create index job_newest on job (service, created_at desc, id desc) where deletion_id is null;
create index job_newest_of_kind on job (service, kind, created_at desc, id desc)
  where deletion_id is null;
create index job_newest_in_state on job (service, state, created_at desc, id desc)
  where deletion_id is null;
create index job_newest_of_kind_in_state on job (service, kind, state, created_at desc, id desc)
  where deletion_id is null;
create index job_deleted on job (deletion_id) where deletion_id is not null;

-- For the counts that monitoring asks for: jobs that have not ended, and those that ended lately.
create index job_unfinished on job (service) where finished_at is null;
create index job_finished on job (service, finished_at);

create table job_phase (
  job_id     text        not null references job (id) on delete cascade,
  ordinal    integer     not null,
  name       text        not null,
  started_at timestamptz not null,
  primary key (job_id, ordinal)
);

create table job_event (
  job_id   text        not null references job (id) on delete cascade,
  sequence bigint      not null,
  type     text        not null,
  data     text        not null check (data is json),
  at       timestamptz not null,
  primary key (job_id, sequence)
);

create index job_event_progress on job_event (job_id) where type = 'progress';

-- The job is written after its key, in one transaction.
create table idempotency_key (
  service     text        not null,
  subject     text        not null,
  key         text        not null,
  body_sha256 text        not null,
  job_id      text        not null references job (id) on delete cascade deferrable initially deferred,
  created_at  timestamptz not null,
  primary key (service, subject, key)
);

create index idempotency_key_job on idempotency_key (job_id);

-- db-scheduler's table, twice for each service: none sees another's tasks, and brief jobs have
-- dispatchers of their own.
create table dispatch_training (
  task_name            text        not null,
  task_instance        text        not null,
  task_data            bytea,
  execution_time       timestamptz not null,
  picked               boolean     not null,
  picked_by            text,
  last_success         timestamptz,
  last_failure         timestamptz,
  consecutive_failures integer,
  last_heartbeat       timestamptz,
  version              bigint      not null,
  priority             smallint,
  primary key (task_name, task_instance)
);

create index dispatch_training_due on dispatch_training (execution_time);
create index dispatch_training_heartbeat on dispatch_training (last_heartbeat);

create table dispatch_representation (like dispatch_training including all);
create table dispatch_downstream (like dispatch_training including all);
create table dispatch_training_brief (like dispatch_training including all);
create table dispatch_representation_brief (like dispatch_training including all);
create table dispatch_downstream_brief (like dispatch_training including all);
