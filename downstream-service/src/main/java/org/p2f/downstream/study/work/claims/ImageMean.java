package org.p2f.downstream.study.work.claims;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.p2f.downstream.head.TestAccuracy;
import org.p2f.numerics.head.RightAnswers;
import org.p2f.numerics.statistics.Quantiles;

/**
 * A mean over test images, such as an accuracy or a difference of two, with how much images differ
 * in it.
 *
 * <p>Where it is known which images heads get right, each image has a value, and the values of what
 * is combined are paired image by image. Two images are added to the spread, one that lies a whole
 * answer above the mean and one as far below, so that it never vanishes: for the difference of two
 * heads that is the adjustment of Bonett and Price (Journal of Educational and Behavioral
 * Statistics 37, 2012), for one head about that of Agresti and Coull (The American Statistician 52,
 * 1998).
 *
 * <p>Where only the number of right answers is known, the spread is bounded:
 *
 * <ul>
 *   <li>an image's share of heads that are right lies in [0, 1], so with mean p its variance is at
 *       most p(1 − p) (Bhatia and Davis, American Mathematical Monthly 107, 2000). p is moved to
 *       the centre of Wilson's interval, so that an accuracy of 0 or 1 keeps a spread;
 *   <li>of a sum, deviations are added, right whatever the correlation (Minkowski);
 *   <li>of a difference, variances are added: right where no image is the likelier to be read by
 *       one head for being misread by the other, and too wide where both fail on the same images.
 * </ul>
 */
public final class ImageMean {

  /** Of a whole answer. */
  private static final double ANSWER = 1;

  private final double mean;
  private final double deviation;
  private final int images;

  /** One an image; null where they are not known. */
  private final double @Nullable [] values;

  /** What one image changes at most. */
  private final double unit;

  private ImageMean(
      double mean, double deviation, int images, double @Nullable [] values, double unit) {
    this.mean = mean;
    this.deviation = deviation;
    this.images = images;
    this.values = values;
    this.unit = unit;
  }

  /** Of which the number of right answers is known. */
  public static ImageMean of(TestAccuracy accuracy) {
    double z2 = Quantiles.NORMAL * Quantiles.NORMAL;
    double p = (accuracy.mean() * accuracy.n() + z2 / 2) / (accuracy.n() + z2);
    return new ImageMean(accuracy.mean(), Math.sqrt(p * (1 - p)), accuracy.n(), null, ANSWER);
  }

  /**
   * The mean accuracy of heads of which the answers are known.
   *
   * @param heads at least one, all of the same images
   */
  public static ImageMean of(List<RightAnswers> heads) {
    var shares = new double[heads.getFirst().images()];
    for (var head : heads) {
      if (head.images() != shares.length) {
        throw new IllegalArgumentException("Heads were tested on different numbers of images");
      }
      head.right().stream().forEach(image -> shares[image] += 1. / heads.size());
    }
    return ofValues(Arrays.stream(shares).average().orElseThrow(), shares, ANSWER);
  }

  private static ImageMean ofValues(double mean, double[] values, double unit) {
    double centre = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(v -> (v - centre) * (v - centre)).sum();
    double deviation = Math.sqrt((squares + 2 * unit * unit) / (values.length + 2));
    return new ImageMean(mean, deviation, values.length, values, unit);
  }

  /** On the same images. */
  public ImageMean minus(ImageMean other) {
    return combined(mean - other.mean, List.of(this, other), List.of(1., -1.));
  }

  /** Of several on the same images. */
  public static ImageMean average(List<ImageMean> means) {
    return combined(
        means.stream().mapToDouble(ImageMean::mean).average().orElseThrow(),
        means,
        Collections.nCopies(means.size(), 1. / means.size()));
  }

  /**
   * What varies over images as a weighted sum of others does.
   *
   * @param mean its own
   * @param parts at least one, on the same images
   * @param weights one each
   */
  static ImageMean combined(double mean, List<ImageMean> parts, List<Double> weights) {
    int images = parts.stream().mapToInt(ImageMean::images).min().orElseThrow();
    double above = 0;
    double below = 0;
    double unitAbove = 0;
    double unitBelow = 0;
    for (int i = 0; i < parts.size(); i++) {
      double weight = weights.get(i);
      above += Math.max(0, weight) * parts.get(i).deviation;
      below += Math.max(0, -weight) * parts.get(i).deviation;
      unitAbove += Math.max(0, weight) * parts.get(i).unit;
      unitBelow += Math.max(0, -weight) * parts.get(i).unit;
    }
    double unit = Math.max(unitAbove, unitBelow);
    var values = values(parts, weights, images);
    return values == null
        ? new ImageMean(mean, Math.hypot(above, below), images, null, unit)
        : ofValues(mean, values, unit);
  }

  /** Null where a part has none. */
  private static double @Nullable [] values(
      List<ImageMean> parts, List<Double> weights, int images) {
    var sums = new double[images];
    for (int i = 0; i < parts.size(); i++) {
      var part = parts.get(i).values;
      if (part == null) {
        return null;
      }
      if (part.length != images) {
        throw new IllegalArgumentException("Heads were tested on different numbers of images");
      }
      double weight = weights.get(i);
      IntStream.range(0, images).forEach(image -> sums[image] += weight * part[image]);
    }
    return sums;
  }

  public double mean() {
    return mean;
  }

  /** Standard deviation over images of what is averaged, or at least that. */
  double deviation() {
    return deviation;
  }

  /** Number of images. */
  int images() {
    return images;
  }

  /** Standard error over images, at most. */
  public double error() {
    return deviation / Math.sqrt(images);
  }
}
