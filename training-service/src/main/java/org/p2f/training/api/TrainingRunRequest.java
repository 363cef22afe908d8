package org.p2f.training.api;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.p2f.training.domain.Objective;
import org.p2f.training.domain.PrecisionChoice;
import org.p2f.training.domain.TrainingWish;

/** Asks for a training run. */
@Schema(description = "A training run; what is left out comes from the preset")
public record TrainingRunRequest(
    String datasetId,
    String preset,
    Objective objective,
    @Nullable String name,
    @Schema(description = "Of weights, data order, times, noise and dropout", defaultValue = "0")
        @Nullable Long seed,
    @Schema(description = "0 gives the untrained model, a control") @Nullable Long steps,
    @Schema(description = "Images per step") @Nullable Integer batchSize,
    @Schema(description = "After the warm-up") @Nullable Double learningRate,
    @Schema(defaultValue = "auto") @Nullable PrecisionChoice precision,
    @Schema(description = "A checkpoint is also saved by time")
        @Nullable Long checkpointEverySteps) {

  TrainingWish toWish() {
    return new TrainingWish(
        datasetId,
        preset,
        objective,
        name,
        seed,
        steps,
        batchSize,
        learningRate,
        precision,
        checkpointEverySteps);
  }
}
