-- What jobs under way keep of their workspaces, where those are not shared.

create table workspace_file (
  job_id text   not null references job (id) on delete cascade,
  name   text   not null, -- its path in the workspace
  bytes  bigint not null,
  sha256 text   not null,
  primary key (job_id, name)
);

create index workspace_file_object on workspace_file (sha256);

create or replace view stored_file (sha256, bytes, project) as
  select f.sha256, f.bytes, a.project
  from artifact_file f join artifact a on a.id = f.artifact_id
  union all
  select p.sha256, p.bytes, u.project
  from upload_part p join resumable_upload u on u.id = p.resumable_upload_id
  union all
  select w.sha256, w.bytes, j.project
  from workspace_file w join job j on j.id = w.job_id;
