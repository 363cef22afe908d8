package org.p2f.numerics.statistics;

/** Two-sided 95 % points of the distributions behind the intervals. */
public final class Quantiles {

  /** Φ⁻¹(0.975). */
  public static final double NORMAL = 1.959963984540054;

  private static final double LEVEL = .95;

  /**
   * From here on the three-term Cornish–Fisher expansion around the normal point errs by less than
   * 1e-8 of it, and the exact series would only grow longer.
   */
  private static final int LARGE = 200;

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
    if (degrees < 1) {
      throw new IllegalArgumentException("Need a degree of freedom, got " + degrees);
    }
    if (degrees >= LARGE) {
      return expansion(degrees);
    }
    double low = 0;
    double high = Math.PI / 2;
    for (double middle = high / 2; low < middle && middle < high; middle = (low + high) / 2) {
      if (probability(middle, degrees) < LEVEL) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Math.sqrt(degrees) * Math.tan(low);
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
