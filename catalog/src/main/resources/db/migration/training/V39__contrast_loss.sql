-- The part of the loss that a contrast of views adds.
alter table training_metric add column contrast_loss double precision not null default 0;
alter table training_metric_range add column contrast_loss double precision not null default 0;
