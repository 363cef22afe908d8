package org.p2f.training.domain;

import org.jspecify.annotations.Nullable;

/** What a caller says about likelihoods; null where the default is to be taken. */
public record LikelihoodWish(
    String modelId,
    String datasetId,
    @Nullable String name,
    @Nullable DataSplit split,
    @Nullable Integer n,
    @Nullable Long seed,
    @Nullable Weights weights,
    @Nullable ProbeKind probe,
    @Nullable Integer probes,
    @Nullable Double relativeTolerance,
    @Nullable Double absoluteTolerance,
    @Nullable Integer batchSize) {}
