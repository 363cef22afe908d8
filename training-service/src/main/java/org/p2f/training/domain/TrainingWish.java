package org.p2f.training.domain;

import org.jspecify.annotations.Nullable;
import org.p2f.spec.data.Augmentation;
import org.p2f.spec.data.PixelScaling;
import org.p2f.spec.network.PrecisionChoice;

/** What a caller says about a training run; null leaves it to the preset. */
public record TrainingWish(
    String datasetId,
    String preset,
    Objective objective,
    @Nullable String name,
    @Nullable Long seed,
    @Nullable Long steps,
    @Nullable Integer batchSize,
    @Nullable Integer batchParts,
    @Nullable PixelScaling pixelScaling,
    @Nullable PrecisionChoice precision,
    @Nullable Augmentation augmentation,
    @Nullable String checkpointId,
    OperationWish operation,
    EncoderWish encoder,
    ScoreNetworkWish scoreNetwork,
    DiffusionWish diffusion,
    LossWish loss,
    OptimizerWish optimizer) {

  /** All left to the preset. */
  public static TrainingWish of(String datasetId, String preset, Objective objective) {
    return new TrainingWish(
        datasetId,
        preset,
        objective,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        OperationWish.NONE,
        EncoderWish.NONE,
        ScoreNetworkWish.NONE,
        DiffusionWish.NONE,
        LossWish.NONE,
        OptimizerWish.NONE);
  }
}
