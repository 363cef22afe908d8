package org.p2f.numerics.encode;

/** Which weights of a model answer. */
public enum Weights {
  /** Those of the last step; the published runs' encoders are these. */
  RAW,
  /** Their exponential moving averages. */
  EMA
}
