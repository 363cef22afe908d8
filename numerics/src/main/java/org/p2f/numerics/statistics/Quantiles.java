package org.p2f.numerics.statistics;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/** Two-sided points of the distributions behind the intervals. */
public final class Quantiles {

  /** Φ⁻¹(0.975). */
  public static final double NORMAL = 1.959963984540054;

  private static final double TAIL = .05;
  private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);

  private Quantiles() {}

  /**
   * The t with P(|T| ≤ t) = 95 % for Student's distribution.
   *
   * @param degrees of freedom, at least 1
   */
  public static double student(int degrees) {
    return student(degrees, TAIL);
  }

  /**
   * The t with P(|T| > t) = tail for Student's distribution.
   *
   * @param degrees of freedom, at least 1
   * @param tail in (0, 1)
   */
  static double student(int degrees, double tail) {
    return TDistribution.of(degrees).inverseSurvivalProbability(tail / 2);
  }

  /**
   * The z with P(|Z| > z) = tail for the normal distribution.
   *
   * @param tail in (0, 1)
   */
  static double normal(double tail) {
    return STANDARD.inverseSurvivalProbability(tail / 2);
  }
}
