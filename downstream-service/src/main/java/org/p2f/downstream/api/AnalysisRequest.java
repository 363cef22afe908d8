package org.p2f.downstream.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2f.downstream.domain.AnalysisPlan;
import org.p2f.downstream.domain.AnalysisType;
import org.p2f.downstream.domain.CodeScaling;
import org.p2f.downstream.domain.HeadTraining;
import org.p2f.downstream.domain.TrajectoriesCard;

/** Asks for an analysis. */
@Schema(
    description =
        "One-pass Transformer heads to be trained and examined; what is left out is as published")
public record AnalysisRequest(
    AnalysisType type,
    String trajectoriesId,
    @Schema(description = "All factors of the trajectories if left out")
        @Nullable List<String> factors,
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
    @Schema(description = "In (0, 1]", defaultValue = "" + AnalysisPlan.DEFAULT_LEARNING_RATE)
        @Nullable Double learningRate,
    @Schema(
            minimum = "1",
            maximum = "" + HeadTraining.LARGEST_BATCH,
            defaultValue = "" + HeadTraining.DEFAULT_BATCH)
        @Nullable Integer batchSize,
    @Schema(description = "What is done to codes before a head reads them", defaultValue = "raw")
        @Nullable CodeScaling scaling) {

  AnalysisPlan planOn(TrajectoriesCard trajectories) {
    return new AnalysisPlan(
            type,
            trajectoriesId,
            Objects.requireNonNullElse(factors, trajectories.factorNames()),
            Objects.requireNonNullElse(learningRate, AnalysisPlan.DEFAULT_LEARNING_RATE),
            EvaluationRequest.training(seeds, epochs, batchSize, scaling))
        .checkedOn(trajectories);
  }
}
