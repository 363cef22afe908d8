package org.p2f.numerics.loss;

/** How much the score's error counts at each time. */
public enum Weighting {
  /** By std(t)², so that the error of the noise counts (Song et al., arXiv:2011.13456, eq. 7). */
  NOISE,
  /** By g(t)², which bounds the likelihood (Song et al., arXiv:2101.09258). */
  LIKELIHOOD,
  /**
   * By (σ² + σ_data²)/(σ·σ_data)² on the denoised image, so that the network's own target counts
   * alike at every noise level (Karras et al., arXiv:2206.00364, Table 1).
   */
  EDM
}
