package org.p2f.training.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.training.domain.Augmentation;
import org.p2f.training.domain.Objective;
import org.p2f.training.domain.OperationWish;
import org.p2f.training.domain.PrecisionChoice;
import org.p2f.training.domain.TrainingWish;

/** Asks for a training run. */
@Schema(description = "A training run; what is left out comes from the preset")
public record TrainingRunRequest(
    String datasetId,
    String preset,
    Objective objective,
    @Nullable String name,
    @Schema(
            description = "Of weights, data order, augmentations, times, noise and dropout",
            defaultValue = "0")
        @Nullable Long seed,
    @Schema(description = "0 gives the untrained model, a control") @Nullable Long steps,
    @Schema(description = "Images per step") @Nullable Integer batchSize,
    @Schema(
            description =
                "Into which a batch is divided for the score network: less memory, the same result",
            defaultValue = "1")
        @Nullable Integer batchParts,
    @Schema(description = "After the warm-up") @Nullable Double learningRate,
    @Schema(description = "Values of a code: 2, 4, 8, 16, 32, 64, 128 or 256")
        @Nullable Integer latentSize,
    @Schema(defaultValue = "auto") @Nullable PrecisionChoice precision,
    @Schema(description = "What is done to images each time they are seen", defaultValue = "none")
        @Nullable Augmentation augmentation,
    @Schema(
            description =
                "A checkpoint that another run with this plan left: the run goes on from there")
        @Nullable String checkpointId,
    @Schema(description = "Whichever comes first, this or the seconds")
        @Nullable Long checkpointEverySteps,
    @Nullable Long checkpointEverySeconds,
    @Schema(description = "The newest; older ones are removed") @Nullable Integer checkpointsKept,
    @Schema(description = "Linear probes of the codes after each so many steps; left out, none")
        @Nullable Long probeEverySteps,
    @Schema(description = "Times that are probed, each from 0 to 1; left out, five")
        @Nullable List<Double> probeTimes) {

  TrainingWish toWish() {
    return new TrainingWish(
        datasetId,
        preset,
        objective,
        name,
        seed,
        steps,
        batchSize,
        batchParts,
        learningRate,
        latentSize,
        precision,
        augmentation,
        checkpointId,
        new OperationWish(
            checkpointEverySteps,
            checkpointEverySeconds,
            checkpointsKept,
            probeEverySteps,
            probeTimes));
  }
}
