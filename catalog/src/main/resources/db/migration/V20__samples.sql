-- Samples of models, their likelihoods and the statistics of features they are judged by.

alter table artifact drop constraint artifact_kind_check;
alter table artifact add constraint artifact_kind_check
  check (kind in (
    'UPLOAD', 'DATASET', 'CHECKPOINT', 'MODEL', 'TRAJECTORIES', 'EVALUATION', 'ANALYSIS', 'REPORT',
    'SAMPLES', 'LIKELIHOODS', 'FEATURES', 'QUALITY'));

-- Names for artifacts that their owners may move from one to another.
create table artifact_alias (
  kind        text        not null,
  alias       text        not null check (alias ~ '^[a-z0-9][a-z0-9._-]*$'),
  artifact_id text        not null references artifact (id) on delete cascade,
  set_at      timestamptz not null,
  primary key (kind, alias)
);

create index artifact_alias_artifact on artifact_alias (artifact_id);
