package org.p2f.spec.objective;

/**
 * The price of a code: λ·Σ|z| of a value, λ·KL(N(μ, σ²) ‖ N(0, 1)) of a normal distribution. It
 * counts nothing before a step, then linearly up to all of it (Bowman et al., arXiv:1511.06349), so
 * that a code is useful before it has a price.
 *
 * @param weight λ, at least 0; 0 leaves it out
 * @param fromStep the first step at which it may count, at least 0
 * @param untilStep the step from which on it counts whole, at least {@code fromStep}
 */
public record Penalty(double weight, long fromStep, long untilStep) {
  public Penalty {
    if (!(0 <= weight && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("The penalty's weight is at least 0, got " + weight);
    }
    if (fromStep < 0 || untilStep < fromStep) {
      throw new IllegalArgumentException(
          "A penalty comes in between a step and a later one, got %d to %d"
              .formatted(fromStep, untilStep));
    }
  }

  /** Whole from the first step on. */
  public static Penalty constant(double weight) {
    return new Penalty(weight, 0, 0);
  }

  /**
   * The share of the weight that counts.
   *
   * @param step from 0
   * @return in [0, 1]
   */
  public double shareAt(long step) {
    if (step >= untilStep) {
      return 1;
    }
    return step < fromStep ? 0 : (double) (step - fromStep) / (untilStep - fromStep);
  }
}
