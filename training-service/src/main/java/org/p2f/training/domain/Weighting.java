package org.p2f.training.domain;

/** How much the score's error counts at each time. */
public enum Weighting {
  /** By std(t)², as published. */
  NOISE,
  /** By g(t)², which bounds the likelihood (Song et al., arXiv:2101.09258). */
  LIKELIHOOD,
  /** By (σ² + σ_data²)/(σ·σ_data)² on the denoised image (Karras et al., arXiv:2206.00364). */
  EDM,
  /** By 1/σ_data² on the denoised image (Salimans and Ho, arXiv:2202.00512, sect. 4). */
  IMAGE;

  /** Whether it needs the data's standard deviation, which EDM's preconditioning knows. */
  boolean relative() {
    return this == EDM || this == IMAGE;
  }
}
