-- Artifacts, their files and lineage. An artifact outlives its job, and keeps its job's id; of an
-- erased one the row stays, without its files, so that lineages still name it.

create table artifact (
  id          text primary key,
  kind        text        not null
    check (kind in (
      'UPLOAD', 'DATASET', 'CHECKPOINT', 'MODEL', 'TRAJECTORIES', 'EVALUATION', 'ANALYSIS', 'REPORT',
      'SAMPLES', 'LIKELIHOODS', 'FEATURES', 'QUALITY')),
  name        text        not null,
  digest      text        not null check (digest ~ '^[0-9a-f]{64}$'),
  attributes  text        not null check (attributes is json object),
  provenance  text        not null check (provenance is json object),
  job_id      text,
  owner       text,
  project     text        not null,
  deletion_id text references deletion (id),
  created_at  timestamptz not null
);

create index artifact_newest on artifact (created_at desc, id desc) where deletion_id is null;
create index artifact_newest_of_kind on artifact (kind, created_at desc, id desc)
  where deletion_id is null;
create index artifact_of_job on artifact (job_id, created_at, id) where job_id is not null;
create index artifact_deleted on artifact (deletion_id) where deletion_id is not null;

create table artifact_file (
  artifact_id text    not null references artifact (id) on delete cascade,
  ordinal     integer not null,
  name        text    not null check (name ~ '^[A-Za-z0-9._-]+$'),
  media_type  text    not null,
  bytes       bigint  not null check (bytes >= 0),
  sha256      text    not null check (sha256 ~ '^[0-9a-f]{64}$'),
  primary key (artifact_id, ordinal),
  unique (artifact_id, name)
);

create index artifact_file_object on artifact_file (sha256);

create table artifact_parent (
  artifact_id text    not null references artifact (id) on delete cascade,
  ordinal     integer not null,
  parent_id   text    not null references artifact (id),
  primary key (artifact_id, ordinal),
  unique (artifact_id, parent_id)
);

create index artifact_parent_children on artifact_parent (parent_id);

create table job_input (
  job_id      text    not null references job (id) on delete cascade,
  ordinal     integer not null,
  artifact_id text    not null references artifact (id),
  primary key (job_id, ordinal)
);

create index job_input_artifact on job_input (artifact_id);

-- Names for artifacts that their owners may move from one to another. A name stands for one
-- artifact in each project.
create table artifact_alias (
  kind        text        not null,
  alias       text        not null check (alias ~ '^[a-z0-9][a-z0-9._-]*$'),
  project     text        not null,
  artifact_id text        not null references artifact (id) on delete cascade,
  set_at      timestamptz not null,
  primary key (kind, alias, project)
);

create index artifact_alias_artifact on artifact_alias (artifact_id);

-- Which object store belongs to this database, and what in it no artifact has. Objects that were
-- given up on purpose do not make a database look wrong, and need not wait.
create table store_identity (
  singleton    boolean     primary key default true check (singleton),
  id           text        not null,
  starts       bigint      not null check (starts >= 1),
  adopted_at   timestamptz not null,
  collected_at timestamptz
);

create table store_garbage (
  sha256    text        primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  marked_at timestamptz not null,
  released  boolean     not null default false
);

create index store_garbage_marked on store_garbage (marked_at);
