package org.p2f.numerics.loss;

/**
 * How the weight of the penalty on the code changes while a run begins: a multiple of it up to a
 * step, then linearly towards it. From 0, a code is useful before it has a price (Bowman et al.,
 * arXiv:1511.06349); from above 1, a code begins empty and takes up first what pays most.
 *
 * @param start the multiple, at least 0
 * @param from the step up to which it holds, at least 0
 * @param until the step from which on the weight itself holds, at least {@code from}
 */
public record PenaltyRamp(double start, long from, long until) {
  public PenaltyRamp {
    if (!(0 <= start && start < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("A ramp starts at 0 or above, got " + start);
    }
    if (from < 0 || until < from) {
      throw new IllegalArgumentException(
          "A ramp goes from a step to a later one, got %d to %d".formatted(from, until));
    }
  }

  /** The weight itself from the first step on. */
  public static PenaltyRamp none() {
    return new PenaltyRamp(1, 0, 0);
  }

  /**
   * The multiple of the weight that counts.
   *
   * @param step from 0
   */
  public double shareAt(long step) {
    if (step >= until) {
      return 1;
    }
    return step < from ? start : start + (1 - start) * (step - from) / (until - from);
  }
}
