package org.p2f.training.domain;

/** The times at which training looks at a diffusion. */
public enum TimeSteps {
  /** Any time. */
  CONTINUOUS,
  /**
   * The 1000 of the published chains: SMLD for variance-exploding, DDPM for variance-preserving.
   */
  DISCRETE
}
