-- For the counts that monitoring asks for: jobs that have not ended, and those that ended lately.
create index job_unfinished on job (service) where finished_at is null;
create index job_finished on job (service, finished_at);
