package org.p2f.spec.diffusion;

/** The times at which training looks at a diffusion. */
public enum TimeSteps {
  /** Any time. */
  CONTINUOUS,
  /** Those of the published chain of {@link Sde#CHAIN_STEPS} steps (SMLD, DDPM). */
  DISCRETE
}
