package org.p2f.training.persistence;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Statements on {@code training_metric}. */
interface TrainingMetricRows extends Repository<TrainingMetricRow, TrainingMetricRow.Key> {

  /** Any number of steps in one statement; arrays of equal length. */
  @Modifying
  @Query(
      nativeQuery = true,
      value =
          """
          insert into training_metric
          select :runId, point.*, :now
          from unnest(:steps, :losses, :scoreLosses, :latentPenalties, :gradientNorms,
                      :learningRates, :rates) as point
          on conflict (run_id, step) do update
          set loss = excluded.loss,
              score_loss = excluded.score_loss,
              latent_penalty = excluded.latent_penalty,
              gradient_norm = excluded.gradient_norm,
              learning_rate = excluded.learning_rate,
              images_per_second = excluded.images_per_second,
              recorded_at = excluded.recorded_at
          """)
  void upsert(
      String runId,
      Instant now,
      Long[] steps,
      Double[] losses,
      Double[] scoreLosses,
      Double[] latentPenalties,
      Double[] gradientNorms,
      Double[] learningRates,
      @Nullable Double[] rates);

  /** Ranges of equal numbers of steps; each shows its mean at its last step. */
  @Query(
      nativeQuery = true,
      value =
          """
          select max(step) as step, avg(loss) as loss, avg(score_loss) as "scoreLoss",
                 avg(latent_penalty) as "latentPenalty", avg(gradient_norm) as "gradientNorm",
                 avg(learning_rate) as "learningRate", avg(images_per_second) as "imagesPerSecond"
          from (select m.*, ntile(:points) over (order by step) as range
                from training_metric m where run_id = :runId) as ranged
          group by range
          order by step
          """)
  List<Thinned> thinned(String runId, int points);

  @Query(
      "select m.key.runId as runId, max(m.key.step) as step from TrainingMetricRow m"
          + " where m.key.runId in :runIds group by m.key.runId")
  List<LastStep> lastSteps(Collection<String> runIds);

  /** A range of steps. */
  interface Thinned {
    long getStep();

    double getLoss();

    @Nullable Double getScoreLoss();

    @Nullable Double getLatentPenalty();

    @Nullable Double getGradientNorm();

    @Nullable Double getLearningRate();

    @Nullable Double getImagesPerSecond();
  }

  /** How far a run is. */
  interface LastStep {
    String getRunId();

    long getStep();
  }
}
