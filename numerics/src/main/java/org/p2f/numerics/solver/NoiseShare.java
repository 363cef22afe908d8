package org.p2f.numerics.solver;

/** Which images of a batch get the same noise. */
public enum NoiseShare {
  /** None. */
  OWN,
  /** All, so that they differ by what they are conditioned on alone. */
  COMMON
}
