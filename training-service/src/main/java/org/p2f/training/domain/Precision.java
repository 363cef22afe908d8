package org.p2f.training.domain;

/** The type in which activations are computed; weights and their updates are float32 either way. */
public enum Precision {
  FLOAT32,
  BFLOAT16
}
