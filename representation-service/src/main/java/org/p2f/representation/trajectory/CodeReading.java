package org.p2f.representation.trajectory;

/** What is recorded of a code that is a normal distribution; a code that is a value is recorded. */
public enum CodeReading {
  /** Its mean μ(x, t). */
  MEAN,
  /**
   * One sample of N(μ, σ²) for each image and time: what the score network was told in training. It
   * has the information that the rate pays for and not what lies hidden under the noise.
   */
  SAMPLE
}
