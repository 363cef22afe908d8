package org.p2f.training.run;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.InvalidPlan;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.data.PixelScaling;
import org.p2f.spec.network.Precision;
import org.p2f.spec.network.PrecisionChoice;
import org.p2f.training.dataset.DatasetDescription;
import org.p2f.training.network.DiffusionSettings;
import org.p2f.training.network.EncoderSettings;
import org.p2f.training.network.Objective;

/**
 * Asks for a training run: a {@link TrainingPlan} of which the preset fills in what is null. A plan
 * is a request for itself.
 */
@Schema(
    description =
        "A training run: a plan in which the preset fills in what is left out. The plan of a run"
            + " can be edited and sent back.")
public record TrainingRunRequest(
    @Schema(description = "Id of the data set whose images are trained on.") String datasetId,
    @Schema(description = "Name of the preset that fills in what is left out.") String preset,
    @Schema(description = "What the run learns.") Objective objective,
    @Schema(
            description =
                "Name of the run and its model, 1 to 120 characters. Defaults to preset, objective"
                    + " and data set.")
        @Nullable String name,
    @Schema(
            description =
                "Seed of weights, data order, augmentations, times, noise and dropout. Defaults to"
                    + " 0.")
        @Nullable Long seed,
    @Schema(
            description =
                "Number of training steps, 0 to 100000000; 0 gives the untrained model, a control."
                    + " Defaults to the preset's.")
        @Min(0)
        @Max(100_000_000)
        @Nullable Long steps,
    @Schema(
            description =
                "Number of images per step, 2 to 4096. Defaults to the preset's, or to all training"
                    + " images where they are fewer.")
        @Min(2)
        @Max(4_096)
        @Nullable Integer batchSize,
    @Schema(
            description =
                "Number of equal parts into which a batch is divided for the score network, a"
                    + " divisor of batchSize; more take less memory and give the same result."
                    + " Defaults to 1.")
        @Min(1)
        @Nullable Integer batchParts,
    @Schema(
            description =
                "Number of equal parts of a batch, 1 to 64 and a divisor of batchSize, that are"
                    + " trained on side by side, a thread each, and whose gradients are averaged, as"
                    + " by PyTorch's DistributedDataParallel: each part is normalised by its own"
                    + " statistics. The result does not depend on the number of threads. Defaults to"
                    + " the preset's, or to 1 where the batch does not divide into those.")
        @Min(1)
        @Max(64)
        @Nullable Integer replicas,
    @Schema(
            description =
                "Type of activations and products; `auto` is the fastest on the machine that"
                    + " computes. Defaults to `auto`.")
        @Nullable PrecisionChoice precision,
    @Schema(
            description =
                "Id of a checkpoint that another run with the same plan left; the run goes on from"
                    + " it. By default a run starts at the first step.")
        @Nullable String checkpointId,
    @Valid @Nullable ImageSettings images,
    @Valid @Nullable EncoderSettings encoder,
    @Valid @Nullable ScoreNetworkSettings scoreNetwork,
    @Valid @Nullable DiffusionSettings diffusion,
    @Valid @Nullable PenaltySettings penalty,
    @Valid @Nullable LossSettings loss,
    @Valid @Nullable ContrastSettings contrast,
    @Valid @Nullable OptimizerSettings optimizer,
    @Valid @Nullable CheckpointSettings checkpoints,
    @Valid @Nullable ProbeSettings probe,
    @Valid @Nullable SampleGridSettings samples,
    @Valid @Nullable AverageSettings averages) {

  /** For networks of which nothing is to be trained, of images of no data set. */
  public static TrainingRunRequest ofNetworks(
      String preset,
      Objective objective,
      int batchSize,
      PixelScaling scaling,
      @Nullable EncoderSettings encoder,
      @Nullable ScoreNetworkSettings scoreNetwork,
      @Nullable DiffusionSettings diffusion,
      @Nullable LossSettings loss) {
    return new TrainingRunRequest(
        "",
        preset,
        objective,
        null,
        null,
        null,
        batchSize,
        null,
        null,
        null,
        null,
        new ImageSettings(scaling, null),
        encoder,
        scoreNetwork,
        diffusion,
        null,
        loss,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /**
   * What the plan is for.
   *
   * @param field of the request, that says which images it is for
   * @param fastest the precision in which this machine computes fastest
   */
  public record Setting(
      String field, String datasetName, DatasetDescription dataset, Precision fastest) {

    /** A data set that the caller has named. */
    public Setting(String datasetName, DatasetDescription dataset, Precision fastest) {
      this("datasetId", datasetName, dataset, fastest);
    }
  }

  /**
   * The plan that it asks for: the preset's defaults, and over them what the caller said.
   *
   * @param setting empty if there is no such data set
   * @param violations found so far
   * @throws InvalidPlan with every field that is wrong; if none is, with everything that does not
   *     go together
   */
  public TrainingPlan plan(Optional<Setting> setting, Violations violations) {
    return PlanTraining.resolve(this, setting, violations);
  }
}
