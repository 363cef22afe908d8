-- Which object store belongs to this database, and what in it no artifact has.

create table store_identity (
  singleton    boolean     primary key default true check (singleton),
  id           text        not null,
  starts       bigint      not null check (starts >= 1),
  adopted_at   timestamptz not null,
  collected_at timestamptz
);

create table store_garbage (
  sha256    text        primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  marked_at timestamptz not null
);

create index store_garbage_marked on store_garbage (marked_at);
