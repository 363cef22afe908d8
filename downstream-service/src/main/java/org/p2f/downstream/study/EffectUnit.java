package org.p2f.downstream.study;

/** What an effect counts. */
public enum EffectUnit {
  /** Share of test images, in [−1, 1]; a point is 0.01. */
  ACCURACY,
  /** Diffusion time, in [−1, 1]. */
  TIME,
  /** Jensen–Shannon divergence, in [−1, 1]. */
  BITS,
  /** Rank correlation, in [−1, 1]. */
  CORRELATION
}
