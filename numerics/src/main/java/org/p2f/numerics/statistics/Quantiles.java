package org.p2f.numerics.statistics;

import java.util.function.DoublePredicate;

/** Two-sided points and tails of the distributions behind the intervals. */
public final class Quantiles {

  /** Φ⁻¹(0.975). */
  public static final double NORMAL = 1.959963984540054;

  private static final double LEVEL = .95;

  /**
   * From here on the three-term Cornish–Fisher expansion around the normal point errs by less than
   * 1e-8 of it, and the exact series would only grow longer.
   */
  private static final int LARGE = 200;

  /** No double is nearer to 1 than the probability of staying within so many deviations. */
  private static final double FARTHEST = 10;

  private Quantiles() {}

  /**
   * The t with P(|T| ≤ t) = 95 % for Student's distribution.
   *
   * <p>For an integer ν, P(|T| ≤ t) is a finite sum in θ = arctan(t/√ν) (Abramowitz and Stegun,
   * 26.7.3 and 26.7.4), which rises with θ; the point is found by halving.
   *
   * @param degrees of freedom, ν, at least 1
   */
  public static double student(int degrees) {
    return degrees >= LARGE ? expansion(degrees) : student(degrees, 1 - LEVEL);
  }

  /**
   * The t with P(|T| > t) = tail for Student's distribution.
   *
   * @param degrees of freedom, at least 1; the time taken is proportional to it
   * @param tail in (0, 1)
   */
  static double student(int degrees, double tail) {
    if (degrees < 1) {
      throw new IllegalArgumentException("Need a degree of freedom, got " + degrees);
    }
    double theta = halved(Math.PI / 2, middle -> probability(middle, degrees) < 1 - tail);
    return Math.sqrt(degrees) * Math.tan(theta);
  }

  /**
   * The z with P(|Z| > z) = tail for the normal distribution.
   *
   * @param tail in (0, 1); below 1e-14 rounding leaves nothing of it
   */
  static double normal(double tail) {
    return halved(FARTHEST, middle -> probability(middle) < 1 - tail);
  }

  /** Where a condition that holds from 0 on ends, below that height. */
  private static double halved(double height, DoublePredicate holds) {
    double low = 0;
    double high = height;
    for (double middle = high / 2; low < middle && middle < high; middle = (low + high) / 2) {
      if (holds.test(middle)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * P(|Z| ≤ z) = √(2/π)·exp(−z²/2)·Σ z^(2k+1) / (1·3·…·(2k+1)) (Abramowitz and Stegun, 26.2.11);
   * all terms are positive, so nothing cancels.
   */
  private static double probability(double z) {
    double term = z;
    double sum = 0;
    for (int odd = 3; sum + term > sum; odd += 2) {
      sum += term;
      term *= z * z / odd;
    }
    return Math.sqrt(2 / Math.PI) * Math.exp(-z * z / 2) * sum;
  }

  /** P(|T| ≤ √ν·tan θ). */
  private static double probability(double theta, int degrees) {
    double cos = Math.cos(theta);
    boolean odd = degrees % 2 == 1;
    // Terms cosᵏθ · product of (k−1)/k, downwards in steps of 2: odd k for odd ν, even k for even.
    double term = odd ? cos : 1;
    double sum = degrees == 1 ? 0 : term;
    for (int k = odd ? 3 : 2; k <= degrees - 2; k += 2) {
      term *= cos * cos * (k - 1) / k;
      sum += term;
    }
    double series = Math.sin(theta) * sum;
    return odd ? 2 / Math.PI * (theta + series) : series;
  }

  /** Cornish–Fisher (Abramowitz and Stegun, 26.7.5). */
  private static double expansion(double n) {
    double z = NORMAL;
    double z2 = z * z;
    double g1 = z * (z2 + 1) / 4;
    double g2 = z * ((5 * z2 + 16) * z2 + 3) / 96;
    double g3 = z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384;
    return z + (g1 + (g2 + g3 / n) / n) / n;
  }
}
