package org.p2f.downstream.web;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2f.downstream.head.HeadTraining;
import org.p2f.downstream.head.TrajectoriesCard;
import org.p2f.spec.head.HeadSettings;
import org.p2f.spec.head.LearningRateSchedule;
import org.p2f.spec.network.Precision;

/** What a request says of the training of heads; {@link HeadTraining} tells the meanings. */
public record HeadTrainingFields(
    @Nullable Integer seeds,
    @Nullable Integer epochs,
    @Nullable Integer steps,
    @Nullable Integer validationInterval,
    LearningRateSchedule.@Nullable Shape schedule,
    @Nullable Integer warmupSteps,
    @Nullable Integer patience,
    @Nullable Integer batchSize,
    HeadSettings.@Nullable Scaling scaling,
    @Nullable Precision precision) {

  /** Of the steps, where steps are given: long enough for Adam's second moments to settle. */
  private static final int WARMUP_SHARE = 10;

  /** Validations of a training in steps. */
  private static final int VALIDATIONS = 30;

  /** With every default filled in: as published, unless steps are given. */
  public HeadTraining training(TrajectoriesCard trajectories) {
    if (steps == null) {
      int some = Objects.requireNonNullElse(epochs, HeadTraining.DEFAULT_EPOCHS);
      return training(
          trajectories, some, validationInterval, LearningRateSchedule.Shape.CONSTANT, 0);
    }
    int interval = Math.max(1, steps / VALIDATIONS);
    return training(
        trajectories,
        epochs,
        Objects.requireNonNullElse(validationInterval, interval),
        LearningRateSchedule.Shape.COSINE,
        Math.max(0, steps / WARMUP_SHARE));
  }

  private HeadTraining training(
      TrajectoriesCard trajectories,
      @Nullable Integer epochs,
      @Nullable Integer validationInterval,
      LearningRateSchedule.Shape defaultSchedule,
      int defaultWarmup) {
    return new HeadTraining(
        Objects.requireNonNullElse(seeds, HeadTraining.DEFAULT_SEEDS),
        Objects.requireNonNullElse(seeds, HeadTraining.DEFAULT_SEQUENCE_SEEDS),
        epochs,
        steps,
        validationInterval,
        Objects.requireNonNullElse(schedule, defaultSchedule),
        Objects.requireNonNullElse(warmupSteps, defaultWarmup),
        patience,
        Objects.requireNonNullElse(batchSize, HeadTraining.DEFAULT_BATCH),
        Objects.requireNonNullElse(scaling, HeadSettings.Scaling.RAW),
        Objects.requireNonNullElse(precision, Precision.FLOAT32),
        trajectories.validation());
  }
}
