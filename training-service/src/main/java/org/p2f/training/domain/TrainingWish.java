package org.p2f.training.domain;

import org.jspecify.annotations.Nullable;

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
    @Nullable Double learningRate,
    @Nullable Integer latentSize,
    @Nullable PrecisionChoice precision,
    @Nullable Augmentation augmentation,
    @Nullable String checkpointId,
    OperationWish operation) {}
