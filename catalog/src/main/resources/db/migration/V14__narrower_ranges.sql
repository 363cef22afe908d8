-- Ranges of eight times the width of the narrower ones, so that a reader meets half as many.
truncate training_metric_range;

insert into training_metric_range
select run_id, width, (step - 1) / width, max(step), count(*), avg(loss), avg(score_loss),
       avg(latent_penalty), avg(gradient_norm), avg(learning_rate), avg(images_per_second),
       avg(average_decay), avg(data_wait), avg(memory_bytes)
from training_metric, unnest(array[8, 64, 512, 4096, 32768]) as width
group by run_id, width, (step - 1) / width;
