package org.p2f.spec.optimizer;

/**
 * How much the weights after each step count in an average by a power function: p(τ) = (γ +
 * 1)·τ^γ/t^(γ+1) for τ in [0, t], else 0. The weights after step n have the integral from n − 1 to
 * n. Source: Karras et al., arXiv:2312.02696, eq. 2 and App. C.
 *
 * @param steps t, number of steps done when the average was taken, at least 1
 * @param width σ_rel, the standard deviation of p relative to t, in (0, {@link #WIDEST}]
 */
public record PowerProfile(long steps, double width) {
  /** Where all steps count alike: γ = 0. */
  public static final double WIDEST = Math.sqrt(1. / 12);

  private static final int HALVINGS = 200;

  public PowerProfile {
    if (steps < 1) {
      throw new IllegalArgumentException("An average is of at least 1 step, got " + steps);
    }
    requireWidth(width);
  }

  private static void requireWidth(double width) {
    if (!(0 < width && width <= WIDEST)) {
      throw new IllegalArgumentException(
          "An average's width is above 0 and at most %s, got %s".formatted(WIDEST, width));
    }
  }

  /** γ, at least 0: σ_rel falls with it, as √((γ + 1)/(γ + 3))/(γ + 2). */
  public static double exponent(double width) {
    requireWidth(width);
    double low = 0;
    double high = 1 / width;
    for (int i = 0; i < HALVINGS && low < high; i++) {
      double middle = (low + high) / 2;
      if (Math.sqrt((middle + 1) / (middle + 3)) / (middle + 2) > width) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** ∫ p·q dτ (App. C, algorithm 3). */
  public double dot(PowerProfile other) {
    double mine = exponent(width);
    double its = exponent(other.width);
    double ratio = (double) steps / other.steps;
    double faded = Math.pow(ratio, ratio < 1 ? its : -mine);
    return (mine + 1) * (its + 1) / (mine + its + 1) * faded / Math.max(steps, other.steps);
  }
}
