package org.p2f.spec.objective;

/**
 * How the weight of the penalty on the code comes in: none before a step, then linearly up to all
 * of it (Bowman et al., arXiv:1511.06349), so that a code is useful before it has a price.
 *
 * @param from the first step at which it may count, at least 0
 * @param until the step from which on it counts whole, at least {@code from}
 */
public record PenaltyRamp(long from, long until) {
  public PenaltyRamp {
    if (from < 0 || until < from) {
      throw new IllegalArgumentException(
          "A ramp goes from a step to a later one, got %d to %d".formatted(from, until));
    }
  }

  /** Whole from the first step on. */
  public static PenaltyRamp none() {
    return new PenaltyRamp(0, 0);
  }

  /**
   * The share of the weight that counts.
   *
   * @param step from 0
   * @return in [0, 1]
   */
  public double shareAt(long step) {
    if (step >= until) {
      return 1;
    }
    return step < from ? 0 : (double) (step - from) / (until - from);
  }
}
