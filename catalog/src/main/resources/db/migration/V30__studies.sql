-- A study: a whole line of jobs as one resource. What its steps have come to stands in one JSON
-- list, which is written only by whoever holds the row's lock.
create table study (
    id           text primary key,
    sequence     bigint generated always as identity unique,
    name         text not null,
    state        text not null check (state in ('RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
    plan         jsonb not null,
    steps        jsonb not null,
    submitted_by text,
    obstacle     text,
    created_at   timestamptz not null,
    updated_at   timestamptz not null
);

create index study_running on study (sequence) where state = 'RUNNING';
