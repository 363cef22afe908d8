package org.p2f.numerics.statistics;

/**
 * A mean over units, such as encoders, each of which is measured on the same images: what other
 * units on other images would give varies for both reasons.
 *
 * <p>For crossed random units u and images i the mean of n units on N images has the variance
 * σ²_u/n + σ²_ui/(nN) + σ²_i/N. The spread of the units' means shows the first two terms; the third
 * is common to all units, so no number of units shows or reduces it. The interval joins Student's
 * over units with the normal one over images by squares: half width √((t·s/√n)² + (z·σ_i/√N)²), the
 * recovery of variance from limits of Zou and Donner (Statistics in Medicine 27, 2008). Neither
 * part can make it narrower than the other alone.
 *
 * @param units one mean over the images for each unit, at least 2
 * @param imageError standard error of the mean of all units over the images, σ_i/√N; an upper bound
 *     makes the interval conservative; at least 0
 */
public record TwoLevelMean(Sample units, double imageError) {

  /** Of p, absolute. */
  private static final double PRECISION = 1e-9;

  public TwoLevelMean {
    if (units.size() < 2 || !(imageError >= 0 && Double.isFinite(imageError))) {
      throw new IllegalArgumentException(
          "Not a mean of two levels: %s, %s".formatted(units, imageError));
    }
  }

  /** The 95 % interval. */
  public Interval interval() {
    double half = Math.hypot(Quantiles.student(degrees()) * error(), Quantiles.NORMAL * imageError);
    return new Interval(units.mean() - half, units.mean() + half);
  }

  /**
   * Two-sided p of a true mean of that value: the share outside the narrowest interval of this kind
   * that reaches it.
   *
   * @return in [0, 1]
   */
  public double p(double value) {
    double distance = Math.abs(units.mean() - value);
    double low = 0;
    double high = 1;
    while (high - low > PRECISION) {
      double tail = (low + high) / 2;
      if (half(tail) >= distance) {
        low = tail;
      } else {
        high = tail;
      }
    }
    return high;
  }

  private double half(double tail) {
    return Math.hypot(
        Quantiles.student(degrees(), tail) * error(), Quantiles.normal(tail) * imageError);
  }

  private int degrees() {
    return units.size() - 1;
  }

  private double error() {
    return units.standardError();
  }
}
