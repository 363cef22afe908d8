-- The trace of the request that asked for something which is done later, as W3C's header has it.

alter table job add column traceparent text;
alter table study add column traceparent text;
