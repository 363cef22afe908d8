package org.p2f.spec.objective;

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
  EDM,
  /**
   * By 1/σ_data² on the denoised image (Salimans and Ho, arXiv:2202.00512, sect. 4, the loss in
   * x-space): what an image shows through little noise earns a code nearly nothing.
   */
  IMAGE;

  /** Whether it needs the data's standard deviation, which EDM's preconditioning knows. */
  public boolean relative() {
    return this == EDM || this == IMAGE;
  }
}
