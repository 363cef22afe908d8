-- Semi-supervised runs, and the classifiers that go with them.

alter table artifact drop constraint artifact_kind_check;
alter table artifact add constraint artifact_kind_check
  check (kind in (
    'UPLOAD', 'DATASET', 'CHECKPOINT', 'MODEL', 'TRAJECTORIES', 'EVALUATION', 'ANALYSIS', 'REPORT',
    'SAMPLES', 'LIKELIHOODS', 'FEATURES', 'QUALITY', 'CLASSIFIER'));

create or replace view thing (id, source, kind, name, state, deletion_id, created_at, project) as
  select id, 'artifact', lower(kind), name, null, deletion_id, created_at, project from artifact
  union all
  select id, 'job',
         case kind when 'training' then 'training-run' when 'sampling' then 'sampling-run'
                   when 'likelihood' then 'likelihoods' when 'sample-evaluation' then kind
                   when 'semi-supervised' then 'semi-supervised-run'
                   else 'job' end,
         coalesce(plan::jsonb ->> 'name', kind), state, deletion_id, created_at, project
  from job
  union all
  select id, 'study', 'study', name, state, deletion_id, created_at, project from study
  union all
  select id, 'training_sweep', 'training-sweep', name, null, deletion_id, created_at, project
  from training_sweep;

create or replace view belonging (owner, owned, alone) as
  select job_id, id, kind <> 'CHECKPOINT' from artifact
  where kind in ('CHECKPOINT', 'SAMPLES', 'LIKELIHOODS', 'QUALITY', 'CLASSIFIER')
    and job_id is not null
  union all
  select attributes::jsonb ->> 'studyId', id, true from artifact where kind = 'REPORT'
  union all
  select p.parent_id, a.id, false
  from artifact a join artifact_parent p on p.artifact_id = a.id
  where a.kind = 'FEATURES';
