-- Whose is what. Everything is in one project; 'public' is what everybody may read.

alter table job add column project text not null default 'default';
alter table artifact
  add column owner text,
  add column project text not null default 'default';
alter table study add column project text not null default 'default';
alter table training_sweep add column project text not null default 'default';
alter table deletion add column project text not null default 'default';

-- A name stands for one artifact in each project.
alter table artifact_alias add column project text;
update artifact_alias set project = artifact.project from artifact where artifact.id = artifact_id;
alter table artifact_alias alter column project set not null;
alter table artifact_alias drop constraint artifact_alias_pkey;
alter table artifact_alias add primary key (kind, alias, project);

update artifact set owner = job.submitted_by from job where job.id = artifact.job_id;

-- From here on each is told its project when it is written.
alter table job alter column project drop default;
alter table artifact alter column project drop default;
alter table study alter column project drop default;
alter table training_sweep alter column project drop default;
alter table deletion alter column project drop default;

create or replace view thing (id, source, kind, name, state, deletion_id, created_at, project) as
  select id, 'artifact', lower(kind), name, null, deletion_id, created_at, project from artifact
  union all
  select id, 'job',
         case kind when 'training' then 'training-run' when 'sampling' then 'sampling-run'
                   when 'likelihood' then 'likelihoods' when 'sample-evaluation' then kind
                   else 'job' end,
         coalesce(plan::jsonb ->> 'name', kind), state, deletion_id, created_at, project
  from job
  union all
  select id, 'study', 'study', name, state, deletion_id, created_at, project from study
  union all
  select id, 'training_sweep', 'training-sweep', name, null, deletion_id, created_at, project
  from training_sweep;

-- Who did what, when, from where. Written once, never changed.
create table audit (
  id             bigint generated always as identity primary key,
  at             timestamptz not null,
  service        text        not null,
  subject        text,
  acting_for     text,
  project        text,
  method         text        not null,
  path           text        not null,
  status         integer     not null,
  address        text,
  correlation_id text
);

create function audit_is_append_only() returns trigger language plpgsql as
  $$ begin raise exception 'The audit log is append-only'; end $$;

create trigger audit_is_append_only before update or delete or truncate on audit
  for each statement execute function audit_is_append_only();
