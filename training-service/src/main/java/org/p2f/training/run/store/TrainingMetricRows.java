package org.p2f.training.run.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Statements on {@code training_metric} and on {@code training_metric_range}, its sums. */
interface TrainingMetricRows extends Repository<TrainingMetricRow, TrainingMetricRow.Key> {

  /** Any number of steps in one statement; arrays of equal length. */
  @Modifying
  @Query(
      nativeQuery = true,
      value =
          """
          insert into training_metric
            (run_id, recorded_at, step, loss, score_loss, latent_penalty, reconstruction_loss,
             gradient_norm, learning_rate, average_decay, images_per_second, data_wait, memory_bytes)
          select :runId, :now, point.*
          from unnest(:steps, :losses, :scoreLosses, :latentPenalties, :reconstructionLosses,
                      :gradientNorms, :learningRates, :decays, :rates, :waits, :memories) as point
          on conflict (run_id, step) do update
          set loss = excluded.loss,
              score_loss = excluded.score_loss,
              latent_penalty = excluded.latent_penalty,
              reconstruction_loss = excluded.reconstruction_loss,
              gradient_norm = excluded.gradient_norm,
              learning_rate = excluded.learning_rate,
              average_decay = excluded.average_decay,
              images_per_second = excluded.images_per_second,
              data_wait = excluded.data_wait,
              memory_bytes = excluded.memory_bytes,
              recorded_at = excluded.recorded_at
          """)
  void upsert(
      String runId,
      Instant now,
      Long[] steps,
      Double[] losses,
      Double[] scoreLosses,
      Double[] latentPenalties,
      Double[] reconstructionLosses,
      Double[] gradientNorms,
      Double[] learningRates,
      @Nullable Double[] decays,
      @Nullable Double[] rates,
      @Nullable Double[] waits,
      @Nullable Long[] memories);

  /** Sums up anew the ranges of that many steps in which some lie, from the steps themselves. */
  @Modifying
  @Query(
      nativeQuery = true,
      value =
          """
          insert into training_metric_range
          select run_id, :width, (step - 1) / :width, max(step), count(*), avg(loss),
                 avg(score_loss), avg(latent_penalty), avg(gradient_norm), avg(learning_rate),
                 avg(images_per_second), avg(average_decay), avg(data_wait), avg(memory_bytes),
                 avg(reconstruction_loss)
          from training_metric
          where run_id = :runId and step between :first and :last
          group by 1, 3
          on conflict (run_id, width, bucket) do update
          set step = excluded.step, steps = excluded.steps, loss = excluded.loss,
              score_loss = excluded.score_loss, latent_penalty = excluded.latent_penalty,
              gradient_norm = excluded.gradient_norm, learning_rate = excluded.learning_rate,
              images_per_second = excluded.images_per_second,
              average_decay = excluded.average_decay, data_wait = excluded.data_wait,
              memory_bytes = excluded.memory_bytes,
              reconstruction_loss = excluded.reconstruction_loss
          """)
  void sumUp(String runId, int width, long first, long last);

  /** As {@link #sumUp}, from narrower ranges. */
  @Modifying
  @Query(
      nativeQuery = true,
      value =
          """
          insert into training_metric_range
          select run_id, :width, (step - 1) / :width, max(step), sum(steps),
                 sum(loss * steps) / sum(steps),
                 sum(score_loss * steps) / sum(steps),
                 sum(latent_penalty * steps) / sum(steps),
                 sum(gradient_norm * steps) / sum(steps),
                 sum(learning_rate * steps) / sum(steps),
                 sum(images_per_second * steps) / sum(steps),
                 sum(average_decay * steps) / sum(steps),
                 sum(data_wait * steps) / sum(steps),
                 sum(memory_bytes * steps) / sum(steps),
                 sum(reconstruction_loss * steps) / sum(steps)
          from training_metric_range
          where run_id = :runId and width = :narrower
            and bucket between (:first - 1) / :narrower and (:last - 1) / :narrower
          group by 1, 3
          on conflict (run_id, width, bucket) do update
          set step = excluded.step, steps = excluded.steps, loss = excluded.loss,
              score_loss = excluded.score_loss, latent_penalty = excluded.latent_penalty,
              gradient_norm = excluded.gradient_norm, learning_rate = excluded.learning_rate,
              images_per_second = excluded.images_per_second,
              average_decay = excluded.average_decay, data_wait = excluded.data_wait,
              memory_bytes = excluded.memory_bytes,
              reconstruction_loss = excluded.reconstruction_loss
          """)
  void sumUpRanges(String runId, int width, int narrower, long first, long last);

  /** Deletes the steps of runs that ended before, but each so manieth and the last. */
  @Modifying
  @Query(
      nativeQuery = true,
      value =
          """
          delete from training_metric step
          using (select id, (select max(step) from training_metric where run_id = job.id) as last
                 from job
                 where kind = 'training' and finished_at < :before) ended
          where step.run_id = ended.id and step.step % :kept <> 0 and step.step < ended.last
          """)
  int thin(Instant before, int kept);

  /** Ranges of equal numbers of steps; each shows its mean at its last step. */
  @Query(
      nativeQuery = true,
      value =
          """
          select max(step) as step, avg(loss) as loss, avg(score_loss) as "scoreLoss",
                 avg(latent_penalty) as "latentPenalty",
                 avg(reconstruction_loss) as "reconstructionLoss", avg(gradient_norm) as "gradientNorm",
                 avg(learning_rate) as "learningRate", avg(average_decay) as "averageDecay",
                 avg(images_per_second) as "imagesPerSecond", avg(data_wait) as "dataWait",
                 avg(memory_bytes) as "memoryBytes"
          from (select m.*, ntile(:points) over (order by step) as range
                from training_metric m
                where run_id = :runId and step between :first and :last) as ranged
          group by range
          order by step
          """)
  List<Thinned> thinned(String runId, long first, long last, int points);

  /** As {@link #thinned}, from ranges of that width. */
  @Query(
      nativeQuery = true,
      value =
          """
          select max(step) as step, sum(loss * steps) / sum(steps) as loss,
                 sum(score_loss * steps) / sum(steps) as "scoreLoss",
                 sum(latent_penalty * steps) / sum(steps) as "latentPenalty",
                 sum(reconstruction_loss * steps) / sum(steps) as "reconstructionLoss",
                 sum(gradient_norm * steps) / sum(steps) as "gradientNorm",
                 sum(learning_rate * steps) / sum(steps) as "learningRate",
                 sum(average_decay * steps) / sum(steps) as "averageDecay",
                 sum(images_per_second * steps) / sum(steps) as "imagesPerSecond",
                 sum(data_wait * steps) / sum(steps) as "dataWait",
                 sum(memory_bytes * steps) / sum(steps) as "memoryBytes"
          from (select m.*, ntile(:points) over (order by bucket) as range
                from training_metric_range m
                where run_id = :runId and width = :width
                  and bucket between (:first - 1) / :width and (:last - 1) / :width) as ranged
          group by range
          order by step
          """)
  List<Thinned> thinnedRanges(String runId, int width, long first, long last, int points);

  /** From the index, whose ends are found without reading it. */
  @Query(
      nativeQuery = true,
      value =
          """
          select run.id as "runId", latest.step as step
          from unnest(:runIds) as run(id),
               lateral (select max(step) as step from training_metric where run_id = run.id)
                 as latest
          where latest.step is not null
          """)
  List<LastStep> lastSteps(String[] runIds);

  /** A range of steps. */
  interface Thinned {
    long getStep();

    double getLoss();

    @Nullable Double getScoreLoss();

    @Nullable Double getLatentPenalty();

    double getReconstructionLoss();

    @Nullable Double getGradientNorm();

    @Nullable Double getLearningRate();

    @Nullable Double getAverageDecay();

    @Nullable Double getImagesPerSecond();

    @Nullable Double getDataWait();

    @Nullable Double getMemoryBytes();
  }

  /** How far a run is. */
  interface LastStep {
    String getRunId();

    long getStep();
  }
}
