-- Files that are sent in parts. A part is an object of the store as soon as it is recorded; the last
-- one makes the whole an artifact, in one transaction with the end of its parts.

create table resumable_upload (
  id         text primary key,
  name       text        not null,
  bytes      bigint      not null check (bytes >= 0),
  metadata   text        not null, -- as the client said it, for the client
  sha256     text check (sha256 ~ '^[0-9a-f]{64}$'), -- what the whole has to have, if that was said
  made       text references artifact (id), -- the upload, once all is there
  owner      text,
  project    text        not null,
  created_at timestamptz not null,
  changed_at timestamptz not null
);

create index resumable_upload_newest on resumable_upload (project, created_at desc, id desc);
create index resumable_upload_changed on resumable_upload (changed_at);

create table upload_part (
  resumable_upload_id text   not null references resumable_upload (id) on delete cascade,
  start               bigint not null check (start >= 0),
  bytes               bigint not null check (bytes > 0),
  sha256              text   not null check (sha256 ~ '^[0-9a-f]{64}$'),
  primary key (resumable_upload_id, start)
);

create index upload_part_object on upload_part (sha256);

-- What the store has to keep, and for which project.
create view stored_file (sha256, bytes, project) as
  select f.sha256, f.bytes, a.project
  from artifact_file f join artifact a on a.id = f.artifact_id
  union all
  select p.sha256, p.bytes, u.project
  from upload_part p join resumable_upload u on u.id = p.resumable_upload_id;
