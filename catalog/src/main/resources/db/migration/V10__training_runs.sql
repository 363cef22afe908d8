-- What runs are operated by: how a cancelled run is to end, more about each step, and sums over
-- ranges of steps, so that a long history is read as fast as a short one.

-- Runs of before: plans say what was not to be chosen then.
update job
set plan = jsonb_set(
      jsonb_set(plan::jsonb || '{"batchParts": 1}', '{images,augmentation}', '"none"'),
      '{checkpoints,kept}', '2')::text
where service = 'training' and kind = 'training' and plan::jsonb #> '{images,augmentation}' is null;

create table training_request (
  run_id  text primary key references job (id) on delete cascade,
  request text not null check (request is json object)
);

-- Runs of before were asked for by these fields, as far as they did not come from the preset.
insert into training_request
select id,
       jsonb_build_object(
         'datasetId', plan::jsonb -> 'datasetId',
         'preset', plan::jsonb -> 'preset',
         'objective', plan::jsonb -> 'objective',
         'name', plan::jsonb -> 'name',
         'seed', plan::jsonb -> 'seed',
         'steps', plan::jsonb -> 'steps',
         'batchSize', plan::jsonb -> 'batchSize',
         'learningRate', plan::jsonb #> '{optimizer,learningRate}',
         'precision', plan::jsonb -> 'precision',
         'checkpointEverySteps', plan::jsonb #> '{checkpoints,everySteps}')::text
from job
where service = 'training' and kind = 'training';

create table training_cancellation (
  run_id text primary key references job (id) on delete cascade,
  choice text not null check (choice in ('CHECKPOINT', 'DISCARD'))
);

alter table training_metric
  add column average_decay double precision,
  add column data_wait     double precision,
  add column memory_bytes  bigint;

-- Means over steps bucket·width + 1 … (bucket + 1)·width, as far as they are recorded.
create table training_metric_range (
  run_id            text             not null references job (id) on delete cascade,
  width             integer          not null,
  bucket            bigint           not null,
  step              bigint           not null,
  steps             bigint           not null,
  loss              double precision not null,
  score_loss        double precision,
  latent_penalty    double precision,
  gradient_norm     double precision,
  learning_rate     double precision,
  images_per_second double precision,
  average_decay     double precision,
  data_wait         double precision,
  memory_bytes      double precision,
  primary key (run_id, width, bucket)
);

-- Runs of before.
insert into training_metric_range
select run_id, width, (step - 1) / width, max(step), count(*), avg(loss), avg(score_loss),
       avg(latent_penalty), avg(gradient_norm), avg(learning_rate), avg(images_per_second),
       null, null, null
from training_metric, unnest(array[16, 256, 4096, 65536]) as width
group by run_id, width, (step - 1) / width;
