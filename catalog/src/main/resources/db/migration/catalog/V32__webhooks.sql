-- Who is told when jobs and studies end, and what is to be told. A delivery is written in the
-- transaction that ends the work, and taken by whichever worker comes first; a worker that dies over
-- it leaves it to the next one, after the time it was given.

create table webhook (
  id         text primary key,
  url        text        not null,
  outcomes   text[]      not null, -- none for all
  kinds      text[]      not null, -- none for all
  secret     text        not null, -- receivers check signatures with the same
  owner      text,
  project    text        not null,
  created_at timestamptz not null
);

create index webhook_newest on webhook (project, created_at desc, id desc);

create table webhook_delivery (
  event_id     text        not null,
  webhook_id   text        not null references webhook (id) on delete cascade,
  type         text        not null,
  subject_id   text        not null,
  body         text        not null check (body is json object),
  state        text        not null check (state in ('PENDING', 'DELIVERED', 'FAILED')),
  attempts     integer     not null default 0 check (attempts >= 0),
  due_at       timestamptz, -- also when the one who tries it now has had his time
  attempted_at timestamptz,
  status       integer,
  error        text,
  created_at   timestamptz not null,
  primary key (webhook_id, event_id),
  check ((state = 'PENDING') = (due_at is not null))
);

create index webhook_delivery_due on webhook_delivery (due_at) where state = 'PENDING';
create index webhook_delivery_newest on webhook_delivery (webhook_id, created_at desc, event_id desc);
create index webhook_delivery_ended on webhook_delivery (attempted_at) where state <> 'PENDING';
