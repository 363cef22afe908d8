package org.p2f.downstream.study.work.claims;

import java.util.List;
import org.p2f.downstream.head.TestAccuracy;
import org.p2f.numerics.statistics.Quantiles;

/**
 * A mean over test images, such as an accuracy or a difference of two, with a bound of how much
 * images differ in it.
 *
 * <p>Evaluations record how many test images a head gets right, not which, so the spread of a
 * difference cannot be read from pairs of answers. It is bounded instead:
 *
 * <ul>
 *   <li>an image's share of heads that are right lies in [0, 1], so with mean p its variance is at
 *       most p(1 − p) (Bhatia and Davis, American Mathematical Monthly 107, 2000). p is moved to
 *       the centre of Wilson's interval, so that an accuracy of 0 or 1 keeps a spread (Agresti and
 *       Coull, The American Statistician 52, 1998);
 *   <li>of a difference, the variances are added: right where no image is the likelier to be read
 *       by one head for being misread by the other, and too wide where both fail on the same
 *       images;
 *   <li>of a mean, deviations are averaged: right whatever the correlation (Minkowski).
 * </ul>
 *
 * @param mean over images
 * @param deviation at least the standard deviation over images of what is averaged
 * @param images number of them
 */
public record ImageMean(double mean, double deviation, int images) {

  public static ImageMean of(TestAccuracy accuracy) {
    double z2 = Quantiles.NORMAL * Quantiles.NORMAL;
    double p = (accuracy.mean() * accuracy.n() + z2 / 2) / (accuracy.n() + z2);
    return new ImageMean(accuracy.mean(), Math.sqrt(p * (1 - p)), accuracy.n());
  }

  /** On the same images. */
  ImageMean minus(ImageMean other) {
    return new ImageMean(
        mean - other.mean, Math.hypot(deviation, other.deviation), Math.min(images, other.images));
  }

  /** Of several on the same images. */
  public static ImageMean average(List<ImageMean> means) {
    return new ImageMean(
        means.stream().mapToDouble(ImageMean::mean).average().orElseThrow(),
        means.stream().mapToDouble(ImageMean::deviation).average().orElseThrow(),
        means.stream().mapToInt(ImageMean::images).min().orElseThrow());
  }

  /** Standard error over images, at most. */
  public double error() {
    return deviation / Math.sqrt(images);
  }
}
