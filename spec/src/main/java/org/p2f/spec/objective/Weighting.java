package org.p2f.spec.objective;

/**
 * How much the score's error counts at each time. Below, σ is the noise's standard deviation in
 * images that are scaled back to the clean ones' size, std/c for x_t = c·x_0 + std·n; of
 * variance-exploding diffusions it is std itself.
 */
public enum Weighting {
  /** By std(t)², so that the error of the noise counts (Song et al., arXiv:2011.13456, eq. 7). */
  NOISE,
  /** By g(t)², which bounds the likelihood (Song et al., arXiv:2101.09258). */
  LIKELIHOOD,
  /**
   * By (σ² + σ_data²)/(σ·σ_data)² on the denoised image, so that the network's own target counts
   * alike at every noise level (Karras et al., arXiv:2206.00364, Table 1). For σ_data = 1 it is the
   * error of v, SNR + 1 (Salimans and Ho, arXiv:2202.00512, sect. 4).
   */
  EDM,
  /**
   * By 1/σ_data² on the denoised image (Salimans and Ho, arXiv:2202.00512, sect. 4, the loss in
   * x-space): what an image shows through little noise earns a code nearly nothing.
   */
  IMAGE,
  /**
   * As the error of the noise, but by no more than {@link #MOST_SNR} on the denoised image: by
   * min(SNR, 5)/SNR with SNR = (σ_data/σ)² (Hang et al., arXiv:2303.09556, sect. 3.4, γ = 5).
   */
  MIN_SNR;

  /** γ of {@link #MIN_SNR}, as published. */
  public static final double MOST_SNR = 5;

  /**
   * Whether it goes by the data's standard deviation. Where the image is the smaller part of x_t it
   * counts noise by many times its square, which a network whose output is the noise cannot learn
   * from: it takes another preconditioning.
   */
  public boolean relative() {
    return switch (this) {
      case NOISE, LIKELIHOOD -> false;
      case EDM, IMAGE, MIN_SNR -> true;
    };
  }
}
