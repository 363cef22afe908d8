package org.p2f.training.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.network.Precision;

/**
 * All that decides how a model comes about, with every default filled in.
 *
 * @param preset where the defaults came from
 * @param seed of weights, data order, augmentations, times, noise and dropout
 * @param steps 0 gives the untrained model
 * @param batchParts into which a batch is divided for the score network: less memory, the same
 *     result
 * @param penalty on the code
 * @param probe null for none
 * @param samples null for none
 * @param checkpointId an artifact that another run left and this one goes on from; null to start at
 *     the first step
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
    ImagesPlan images,
    EncoderPlan encoder,
    ScoreNetworkPlan scoreNetwork,
    DiffusionPlan diffusion,
    PenaltyPlan penalty,
    LossPlan loss,
    OptimizerPlan optimizer,
    Precision precision,
    CheckpointPlan checkpoints,
    @Nullable ProbePlan probe,
    @Nullable SampleGridPlan samples,
    @Nullable String checkpointId) {

  /** Ids of the artifacts it needs. */
  public List<String> inputs() {
    return checkpointId == null ? List.of(datasetId) : List.of(datasetId, checkpointId);
  }
}
