select greatest(
  (select count(*) from job where service = 'SERVICE' and state in ('QUEUED', 'RUNNING', 'CANCELLING')
    and not exists (select from job_group_member where job_id = id)),
  (select count(*) from (select 1 from study where state = 'RUNNING' and 'SERVICE' = 'downstream' limit 1) driven))
