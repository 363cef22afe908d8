-- Failures of infrastructure are tried again; deaths and retries count only without progress.

alter table job add column retries integer not null default 0 check (retries >= 0);
alter table job add column best_progress double precision not null default 0
  check (best_progress between 0 and 1);
