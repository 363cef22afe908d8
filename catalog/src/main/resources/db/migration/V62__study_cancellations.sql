-- Jobs of studies that are still to be told to stop.
create table study_cancellation (
  job_id   text primary key,
  study_id text not null references study (id) on delete cascade
);
