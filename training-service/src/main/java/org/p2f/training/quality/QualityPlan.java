package org.p2f.training.quality;

import org.p2f.spec.data.Split;

/**
 * All that decides an evaluation of samples, with every default filled in.
 *
 * @param n real images, the first of the split
 * @param subsets pairs of them for the kernel distance
 * @param seed of the subsets
 * @param featureNetwork SHA-256 of the network that is to describe the images
 */
public record QualityPlan(
    String name,
    String samplesId,
    String datasetId,
    Split split,
    int n,
    int subsets,
    int subsetSize,
    long seed,
    String featureNetwork) {}
