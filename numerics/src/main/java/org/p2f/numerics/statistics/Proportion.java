package org.p2f.numerics.statistics;

/**
 * Hits among independent trials, such as images classified right.
 *
 * @param hits 0 … trials; may be fractional where it is a mean over seeds
 * @param trials at least 1
 */
public record Proportion(double hits, long trials) {
  public Proportion {
    if (!(trials > 0 && 0 <= hits && hits <= trials)) { // also refuses NaN
      throw new IllegalArgumentException("%s hits among %d".formatted(hits, trials));
    }
  }

  public double value() {
    return hits / trials;
  }

  /**
   * 95 % interval by Wilson's score test (Wilson 1927; Brown, Cai and DasGupta 2001): keeps its
   * level for small numbers and near 0 and 1, and stays in [0, 1].
   */
  public Interval wilsonInterval() {
    double z2 = Quantiles.NORMAL * Quantiles.NORMAL;
    double p = value();
    double scale = 1 / (1 + z2 / trials);
    double centre = scale * (p + z2 / (2 * trials));
    double half =
        scale * Quantiles.NORMAL * Math.sqrt(p * (1 - p) / trials + z2 / (4.0 * trials * trials));
    return new Interval(centre - half, centre + half).withinUnit();
  }
}
