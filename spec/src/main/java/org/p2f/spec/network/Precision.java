package org.p2f.spec.network;

/**
 * The type in which activations and products are computed. Weights, their updates, statistics and
 * losses are float32 either way.
 */
public enum Precision {
  FLOAT32,
  /** Faster on a processor that has it; factors are rounded to eight bits. */
  BFLOAT16
}
