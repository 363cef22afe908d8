package org.p2f.training.domain;

/** Which weights of a model. */
public enum Weights {
  /** As the last step left them. */
  RAW,
  /** Their moving average. */
  EMA
}
