package org.p2f.spec.sampling;

import org.p2f.spec.diffusion.Sde;

/** How a sampler gets from one time to the one before. Source: Song et al., arXiv:2011.13456. */
public enum Predictor {
  /**
   * Euler–Maruyama on the reverse diffusion. Departure: the times are {@code steps} equal intervals
   * from 1 to the end, so the last step does not reach below the end, as the authors' code does.
   */
  EULER_MARUYAMA,

  /** The diffusion's own chain, each step inverted (App. E); the last step leaves the chain. */
  REVERSE_DIFFUSION,

  /** The chain's posterior given the denoised image (App. F); the sub-VP diffusion has none. */
  ANCESTRAL,

  /** None: the corrector alone moves, as in annealed Langevin dynamics. */
  NONE;

  /** Whether it is defined for a diffusion. */
  public boolean fits(Sde sde) {
    return this != ANCESTRAL || sde.hasChain();
  }

  /** Whether the mean of the last step is a clean image. */
  public boolean endsClean() {
    return this == REVERSE_DIFFUSION || this == ANCESTRAL;
  }
}
