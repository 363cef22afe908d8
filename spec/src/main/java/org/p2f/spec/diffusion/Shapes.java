package org.p2f.spec.diffusion;

/** What arguments of this package must fulfil. */
final class Shapes {
  private Shapes() {}

  static double requireTime(double t) {
    if (!(0 <= t && t <= 1)) { // also refuses NaN
      throw new IllegalArgumentException("Time %s is outside [0, 1]".formatted(t));
    }
    return t;
  }

  /** The step of a chain in which t lies: ⌊t·(steps − 1)⌋. */
  static int stepOf(double t, int steps) {
    if (steps < 2) {
      throw new IllegalArgumentException("A chain has at least 2 steps, not " + steps);
    }
    return (int) (requireTime(t) * (steps - 1));
  }
}
