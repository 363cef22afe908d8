package org.p2f.spec.network;

/** A wish for a precision. */
public enum PrecisionChoice {
  /** The fastest on the machine that computes. */
  AUTO,
  FLOAT32,
  BFLOAT16;

  /**
   * What was chosen.
   *
   * @param fastest on this machine
   */
  public Precision resolve(Precision fastest) {
    return switch (this) {
      case AUTO -> fastest;
      case FLOAT32 -> Precision.FLOAT32;
      case BFLOAT16 -> Precision.BFLOAT16;
    };
  }
}
