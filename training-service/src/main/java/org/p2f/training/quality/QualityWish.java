package org.p2f.training.quality;

import org.jspecify.annotations.Nullable;
import org.p2f.spec.data.Split;

/** What a caller says about an evaluation of samples; null where the default is to be taken. */
public record QualityWish(
    String samplesId,
    String datasetId,
    @Nullable String name,
    @Nullable Split split,
    @Nullable Integer n,
    @Nullable Integer subsets,
    @Nullable Integer subsetSize,
    @Nullable Long seed) {}
