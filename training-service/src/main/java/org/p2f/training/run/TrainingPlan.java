package org.p2f.training.run;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.network.Precision;
import org.p2f.spec.objective.Loss;
import org.p2f.spec.objective.Penalty;
import org.p2f.spec.optimizer.OptimizerSpec;
import org.p2f.training.network.DiffusionSettings;
import org.p2f.training.network.EncoderPlan;
import org.p2f.training.network.EncoderSettings;
import org.p2f.training.network.Objective;
import org.p2f.training.network.ScoreNetworkPlan;

/**
 * All that decides how a model comes about, with every default filled in: the {@link
 * TrainingRunRequest} in which nothing is left out.
 *
 * @param preset where the defaults came from
 * @param seed of weights, data order, augmentations, times, noise and dropout
 * @param steps 0 gives the untrained model
 * @param batchParts into which a batch is divided for the score network: less memory, the same
 *     result
 * @param replicas equal parts of a batch that are trained on side by side, each normalised by
 *     itself
 * @param checkpointId an artifact that another run left and this one goes on from; null to start at
 *     the first step
 * @param penalty on the code
 * @param probe null for none
 * @param samples null for none
 */
public record TrainingPlan(
    String name,
    String datasetId,
    String preset,
    Objective objective,
    long seed,
    long steps,
    int batchSize,
    int batchParts,
    int replicas,
    Precision precision,
    @Nullable String checkpointId,
    @Schema(implementation = ImageSettings.class) ImagesPlan images,
    @Schema(implementation = EncoderSettings.class) EncoderPlan encoder,
    @Schema(implementation = ScoreNetworkSettings.class) ScoreNetworkPlan scoreNetwork,
    @Schema(implementation = DiffusionSettings.class) Sde diffusion,
    @Schema(implementation = PenaltySettings.class) Penalty penalty,
    @Schema(implementation = LossSettings.class) Loss loss,
    @Schema(implementation = OptimizerSettings.class) OptimizerSpec optimizer,
    @Schema(implementation = CheckpointSettings.class) CheckpointPlan checkpoints,
    @Schema(implementation = ProbeSettings.class) @Nullable ProbePlan probe,
    @Schema(implementation = SampleGridSettings.class) @Nullable SampleGridPlan samples) {

  /** Ids of the artifacts it needs. */
  public List<String> inputs() {
    return checkpointId == null ? List.of(datasetId) : List.of(datasetId, checkpointId);
  }
}
