-- What a decoder adds to the loss of a training step; runs before there were decoders had none.
alter table training_metric
    add column reconstruction_loss double precision not null default 0;

alter table training_metric_range
    add column reconstruction_loss double precision not null default 0;
