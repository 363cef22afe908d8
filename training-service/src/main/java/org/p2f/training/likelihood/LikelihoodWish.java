package org.p2f.training.likelihood;

import org.jspecify.annotations.Nullable;
import org.p2f.spec.data.Split;
import org.p2f.spec.network.Weights;
import org.p2f.spec.sampling.Probe;

/** What a caller says about likelihoods; null where the default is to be taken. */
public record LikelihoodWish(
    String modelId,
    String datasetId,
    @Nullable String name,
    @Nullable Split split,
    @Nullable Integer n,
    @Nullable Long seed,
    @Nullable Weights weights,
    @Nullable Probe probe,
    @Nullable Integer probes,
    @Nullable Double relativeTolerance,
    @Nullable Double absoluteTolerance,
    @Nullable Integer batchSize) {}
