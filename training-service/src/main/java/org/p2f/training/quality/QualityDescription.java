package org.p2f.training.quality;

import org.jspecify.annotations.Nullable;

/**
 * How near samples are to real images; the attributes of its artifact.
 *
 * @param runId the job that found it
 * @param n number of samples
 * @param references number of real images
 * @param features number of features of an image
 * @param frechetDistance FID; falls with n, so only those of equal n can be compared
 * @param kernelDistance KID, mean over pairs of subsets
 * @param kernelDistanceStd over pairs of subsets; null for a single pair
 * @param inceptionScore mean over parts of the samples; null if the network knows no classes
 * @param inceptionScoreStd over parts; null for a single part
 */
public record QualityDescription(
    String runId,
    QualityPlan plan,
    int n,
    int references,
    int features,
    double frechetDistance,
    double kernelDistance,
    @Nullable Double kernelDistanceStd,
    @Nullable Double inceptionScore,
    @Nullable Double inceptionScoreStd) {
  /** The attributes as a file. */
  public static final String FILE = "quality.json";
}
