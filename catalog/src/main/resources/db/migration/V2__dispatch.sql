-- db-scheduler's table, once for each service: none sees another's tasks.

create table dispatch_training (
  task_name            text        not null,
  task_instance        text        not null,
  task_data            bytea,
  execution_time       timestamptz not null,
  picked               boolean     not null,
  picked_by            text,
  last_success         timestamptz,
  last_failure         timestamptz,
  consecutive_failures integer,
  last_heartbeat       timestamptz,
  version              bigint      not null,
  priority             smallint,
  primary key (task_name, task_instance)
);

create table dispatch_representation (like dispatch_training including all);
create table dispatch_downstream (like dispatch_training including all);

create index dispatch_training_due on dispatch_training (execution_time);
create index dispatch_training_heartbeat on dispatch_training (last_heartbeat);
create index dispatch_representation_due on dispatch_representation (execution_time);
create index dispatch_representation_heartbeat on dispatch_representation (last_heartbeat);
create index dispatch_downstream_due on dispatch_downstream (execution_time);
create index dispatch_downstream_heartbeat on dispatch_downstream (last_heartbeat);
