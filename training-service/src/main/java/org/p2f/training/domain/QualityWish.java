package org.p2f.training.domain;

import org.jspecify.annotations.Nullable;

/** What a caller says about an evaluation of samples; null where the default is to be taken. */
public record QualityWish(
    String samplesId,
    String datasetId,
    @Nullable String name,
    @Nullable DataSplit split,
    @Nullable Integer n,
    @Nullable Integer subsets,
    @Nullable Integer subsetSize,
    @Nullable Long seed) {}
