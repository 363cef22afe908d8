-- Jobs, artifacts and lineage. JSON is kept as text, so that it reads back exactly as it was written;
-- the checks see to it that it is JSON.

create table job (
  id             text primary key,
  service        text             not null check (service in ('training', 'representation', 'downstream')),
  kind           text             not null,
  state          text             not null
    check (state in ('QUEUED', 'RUNNING', 'CANCELLING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
  plan           text             not null check (plan is json object),
  phase          text,
  progress       double precision not null check (progress between 0 and 1),
  rate           double precision,
  rate_unit      text,
  eta_millis     bigint,
  attempt        integer          not null check (attempt >= 0),
  deaths         integer          not null check (deaths >= 0),
  last_event     bigint           not null,
  failure_code   text,
  failure_blame  text check (failure_blame in ('USER', 'INFRASTRUCTURE', 'DEFECT')),
  failure_detail text,
  submitted_by   text,
  created_at     timestamptz      not null,
  started_at     timestamptz,
  finished_at    timestamptz,
  check ((state = 'FAILED') = (failure_code is not null)),
  check ((state in ('SUCCEEDED', 'FAILED', 'CANCELLED')) = (finished_at is not null))
);

-- One index for each combination of filters, in the order of the pages.
create index job_newest on job (service, created_at desc, id desc);
create index job_newest_of_kind on job (service, kind, created_at desc, id desc);
create index job_newest_in_state on job (service, state, created_at desc, id desc);
create index job_newest_of_kind_in_state on job (service, kind, state, created_at desc, id desc);

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

create table artifact (
  id         text primary key,
  kind       text        not null
    check (kind in ('UPLOAD', 'DATASET', 'CHECKPOINT', 'MODEL', 'TRAJECTORIES', 'EVALUATION', 'ANALYSIS', 'REPORT')),
  name       text        not null,
  digest     text        not null check (digest ~ '^[0-9a-f]{64}$'),
  attributes text        not null check (attributes is json object),
  provenance text        not null check (provenance is json object),
  job_id     text references job (id),
  created_at timestamptz not null
);

create index artifact_newest on artifact (created_at desc, id desc);
create index artifact_newest_of_kind on artifact (kind, created_at desc, id desc);
create index artifact_of_job on artifact (job_id, created_at, id) where job_id is not null;

create table artifact_file (
  artifact_id text    not null references artifact (id) on delete cascade,
  ordinal     integer not null,
  name        text    not null check (name ~ '^[A-Za-z0-9._-]+$'),
  media_type  text    not null,
  bytes       bigint  not null check (bytes >= 0),
  sha256      text    not null check (sha256 ~ '^[0-9a-f]{64}$'),
  primary key (artifact_id, ordinal),
  unique (artifact_id, name)
);

create index artifact_file_object on artifact_file (sha256);

create table artifact_parent (
  artifact_id text    not null references artifact (id) on delete cascade,
  ordinal     integer not null,
  parent_id   text    not null references artifact (id),
  primary key (artifact_id, ordinal),
  unique (artifact_id, parent_id)
);

create index artifact_parent_children on artifact_parent (parent_id);

create table job_input (
  job_id      text    not null references job (id) on delete cascade,
  ordinal     integer not null,
  artifact_id text    not null references artifact (id),
  primary key (job_id, ordinal)
);

create index job_input_artifact on job_input (artifact_id);

create table training_metric (
  run_id            text             not null references job (id) on delete cascade,
  step              bigint           not null check (step >= 0),
  loss              double precision not null,
  score_loss        double precision,
  latent_penalty    double precision,
  gradient_norm     double precision,
  learning_rate     double precision,
  images_per_second double precision,
  recorded_at       timestamptz      not null,
  primary key (run_id, step)
);
