-- How things hang together, for deleting them. The services' tables are there by now: each service
-- runs all migrations, whichever starts first.

-- What can be deleted.
create view thing (id, source, kind, name, state, deletion_id, created_at, project) as
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
