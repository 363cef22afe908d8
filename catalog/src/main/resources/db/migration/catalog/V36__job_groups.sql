-- Jobs that processes of their own run side by side. They are in no dispatcher's table while they
-- are in a group.

create table job_group (
  id         text primary key,
  service    text        not null,
  started    boolean     not null, -- whether its processes have been asked for
  created_at timestamptz not null
);

create index job_group_of_service on job_group (service, created_at, id);

create table job_group_member (
  job_id   text primary key references job (id) on delete cascade,
  group_id text    not null references job_group (id) on delete cascade,
  number   integer not null check (number >= 0), -- of the process that runs it
  unique (group_id, number)
);
