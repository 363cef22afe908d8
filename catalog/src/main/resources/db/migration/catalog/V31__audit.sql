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
