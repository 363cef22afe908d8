package org.p2f.downstream.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2f.downstream.domain.CodeScaling;
import org.p2f.downstream.domain.EvaluationPlan;
import org.p2f.downstream.domain.HeadKind;
import org.p2f.downstream.domain.HeadTraining;
import org.p2f.downstream.domain.TrajectoriesCard;

/** Asks for an evaluation. */
@Schema(description = "Heads to be trained on trajectories; what is left out is as published")
public record EvaluationRequest(
    String trajectoriesId,
    @Schema(description = "All factors of the trajectories if left out")
        @Nullable List<String> factors,
    @Schema(description = "All kinds if left out") @Nullable List<HeadKind> heads,
    @Schema(
            minimum = "1",
            maximum = "" + HeadTraining.MOST_SEEDS,
            defaultValue = "" + HeadTraining.DEFAULT_SEEDS)
        @Nullable Integer seeds,
    @Schema(
            minimum = "1",
            maximum = "" + HeadTraining.MOST_EPOCHS,
            defaultValue = "" + HeadTraining.DEFAULT_EPOCHS)
        @Nullable Integer epochs,
    @Schema(description = "Each in (0, 1]; the published six if left out")
        @Nullable List<Double> learningRates,
    @Schema(
            minimum = "1",
            maximum = "" + HeadTraining.LARGEST_BATCH,
            defaultValue = "" + HeadTraining.DEFAULT_BATCH)
        @Nullable Integer batchSize,
    @Schema(description = "What is done to codes before a head reads them", defaultValue = "raw")
        @Nullable CodeScaling scaling) {

  EvaluationPlan planOn(TrajectoriesCard trajectories) {
    return new EvaluationPlan(
            trajectoriesId,
            Objects.requireNonNullElse(factors, trajectories.factorNames()),
            Objects.requireNonNullElse(heads, List.of(HeadKind.values())),
            Objects.requireNonNullElse(learningRates, EvaluationPlan.DEFAULT_LEARNING_RATES),
            training(seeds, epochs, batchSize, scaling))
        .checkedOn(trajectories);
  }

  static HeadTraining training(
      @Nullable Integer seeds,
      @Nullable Integer epochs,
      @Nullable Integer batchSize,
      @Nullable CodeScaling scaling) {
    return new HeadTraining(
        Objects.requireNonNullElse(seeds, HeadTraining.DEFAULT_SEEDS),
        Objects.requireNonNullElse(epochs, HeadTraining.DEFAULT_EPOCHS),
        Objects.requireNonNullElse(batchSize, HeadTraining.DEFAULT_BATCH),
        Objects.requireNonNullElse(scaling, CodeScaling.RAW));
  }
}
