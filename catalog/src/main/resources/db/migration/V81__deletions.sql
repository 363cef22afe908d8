-- What is deleted vanishes from lists and reads at once, can be restored for a while, and is erased
-- then. Of an erased artifact the row stays, without its files, so that lineages still name it.

create table deletion (
  id               text primary key,
  thing_id         text        not null,
  kind             text        not null,
  name             text        not null,
  deleted_by       text,
  created_at       timestamptz not null,
  restorable_until timestamptz not null,
  erased_at        timestamptz
);

create index deletion_newest on deletion (created_at desc, id desc);
create index deletion_due on deletion (restorable_until) where erased_at is null;

alter table artifact add column deletion_id text references deletion (id);
alter table job add column deletion_id text references deletion (id);
alter table study add column deletion_id text references deletion (id);
alter table training_sweep add column deletion_id text references deletion (id);

create index artifact_deleted on artifact (deletion_id) where deletion_id is not null;
create index job_deleted on job (deletion_id) where deletion_id is not null;
create index study_deleted on study (deletion_id) where deletion_id is not null;
create index training_sweep_deleted on training_sweep (deletion_id)
  where deletion_id is not null;

-- An artifact outlives its job, and keeps its job's id.
alter table artifact drop constraint artifact_job_id_fkey;

-- Lists read what is there.
drop index job_newest, job_newest_of_kind, job_newest_in_state, job_newest_of_kind_in_state;
drop index artifact_newest, artifact_newest_of_kind;
create index job_newest on job (service, created_at desc, id desc) where deletion_id is null;
create index job_newest_of_kind on job (service, kind, created_at desc, id desc)
  where deletion_id is null;
create index job_newest_in_state on job (service, state, created_at desc, id desc)
  where deletion_id is null;
create index job_newest_of_kind_in_state on job (service, kind, state, created_at desc, id desc)
  where deletion_id is null;
create index artifact_newest on artifact (created_at desc, id desc) where deletion_id is null;
create index artifact_newest_of_kind on artifact (kind, created_at desc, id desc)
  where deletion_id is null;

-- Objects that were given up on purpose do not make a database look wrong, and need not wait.
alter table store_garbage add column released boolean not null default false;

-- What can be deleted.
create view thing (id, source, kind, name, state, deletion_id, created_at) as
  select id, 'artifact', lower(kind), name, null, deletion_id, created_at from artifact
  union all
  select id, 'job',
         case kind when 'training' then 'training-run' when 'sampling' then 'sampling-run'
                   when 'likelihood' then 'likelihoods' when 'sample-evaluation' then kind
                   else 'job' end,
         coalesce(plan::jsonb ->> 'name', kind), state, deletion_id, created_at
  from job
  union all
  select id, 'study', 'study', name, state, deletion_id, created_at from study
  union all
  select id, 'training_sweep', 'training-sweep', name, null, deletion_id, created_at
  from training_sweep;

-- What goes with its owner; if alone, the owner goes with it too, as it has nothing else to show.
create view belonging (owner, owned, alone) as
  select job_id, id, kind <> 'CHECKPOINT' from artifact
  where kind in ('CHECKPOINT', 'SAMPLES', 'LIKELIHOODS', 'QUALITY') and job_id is not null
  union all
  select attributes::jsonb ->> 'studyId', id, true from artifact where kind = 'REPORT'
  union all
  select p.parent_id, a.id, false
  from artifact a join artifact_parent p on p.artifact_id = a.id
  where a.kind = 'FEATURES';

-- Who needs what. The content of uploads was copied, and a model does not need the checkpoint that
-- its run went on from.
create view dependence (needed, needing) as
  select p.parent_id, p.artifact_id
  from artifact_parent p
  join artifact parent on parent.id = p.parent_id
  join artifact child on child.id = p.artifact_id
  where parent.kind not in ('UPLOAD', 'CHECKPOINT') and child.kind <> 'FEATURES'
  union all
  select i.artifact_id, i.job_id
  from job_input i join job j on j.id = i.job_id
  where j.state in ('QUEUED', 'RUNNING', 'CANCELLING')
  union all
  select plan ->> 'datasetId', id from study
  union all
  select step ->> 'artifactId', id
  from study, jsonb_array_elements(steps) step
  where step ->> 'artifactId' is not null
  union all
  select step ->> 'jobId', id
  from study, jsonb_array_elements(steps) step
  where state = 'RUNNING' and step ->> 'jobId' is not null
  union all
  select sweep_id, run_id from training_sweep_run;
