package org.p2f.spec.sampling;

/**
 * What error a solver allows a step: absolute + relative·|x|, as root mean square over an image.
 *
 * @param relative without unit
 * @param absolute in pixel values
 */
public record Tolerance(double relative, double absolute) {
  public Tolerance {
    if (!(0 < relative && relative < 1 && 0 < absolute && absolute < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Tolerances are above 0 and the relative one below 1, got %s and %s"
              .formatted(relative, absolute));
    }
  }

  /** The published setting. */
  public static Tolerance published() {
    return new Tolerance(1e-5, 1e-5);
  }
}
