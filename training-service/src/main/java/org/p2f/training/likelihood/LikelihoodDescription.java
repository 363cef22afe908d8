package org.p2f.training.likelihood;

import org.jspecify.annotations.Nullable;

/**
 * What likelihoods are; the attributes of their artifact.
 *
 * @param runId the job that computed them
 * @param n number of images
 * @param bitsPerDimension mean over the images
 * @param low end of its 95 % interval over images; null for a single one
 * @param high likewise
 */
public record LikelihoodDescription(
    String modelId,
    String datasetId,
    String runId,
    LikelihoodPlan plan,
    int n,
    double bitsPerDimension,
    @Nullable Double low,
    @Nullable Double high) {
  /** A line for each image: its number in the data set and its bits per dimension. */
  public static final String BITS = "bits.csv";
}
