-- A study: a whole line of jobs as one resource. What its steps have come to stands in one JSON
-- list, which is written only by whoever holds the row's lock.
create table study (
  id           text primary key,
  sequence     bigint generated always as identity unique,
  name         text        not null,
  state        text        not null check (state in ('RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
  plan         jsonb       not null,
  steps        jsonb       not null,
  submitted_by text,
  project      text        not null,
  obstacle     text,
  traceparent  text, -- of the request that asked for it, as W3C's header has it
  deletion_id  text references deletion (id),
  created_at   timestamptz not null,
  updated_at   timestamptz not null
);

create index study_running on study (sequence) where state = 'RUNNING';
create index study_deleted on study (deletion_id) where deletion_id is not null;

-- Keys by which callers make asking for a study safe to repeat.
create table study_key (
  subject     text        not null,
  key         text        not null,
  body_sha256 text        not null,
  study_id    text        not null references study (id) on delete cascade deferrable initially deferred,
  created_at  timestamptz not null,
  primary key (subject, key)
);

create index study_key_study on study_key (study_id);

-- Jobs of studies that are still to be told to stop.
create table study_cancellation (
  job_id   text primary key,
  study_id text not null references study (id) on delete cascade
);
