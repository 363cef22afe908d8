package org.p2f.spec.sampling;

import org.p2f.spec.diffusion.NoisePreserving;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.diffusion.VarianceExploding;

/**
 * Where the steps of a {@link Solver} lie between the noise at t = 1 and that at the end, as equal
 * parts of what. For images scaled to the clean ones' size; σ̂ = std/c.
 */
public enum StepSpacing {
  /**
   * σ̂^(1/7): most steps where there is little noise. Source: Karras et al., arXiv:2206.00364, eq.
   * 5.
   */
  KARRAS,

  /**
   * ln σ̂, and so the logarithm of the signal-to-noise ratio. Source: Lu et al., arXiv:2206.00927.
   */
  LOG_SNR,

  /** t. */
  TIME;

  /** The published one: EDM's where noise explodes, DPM-Solver's where variance is preserved. */
  public static StepSpacing of(Sde sde) {
    return switch (sde) {
      case VarianceExploding _ -> KARRAS;
      case NoisePreserving _ -> LOG_SNR;
    };
  }
}
