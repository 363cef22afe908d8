package org.p2f.spec.objective;

import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.diffusion.VariancePreserving;

/**
 * What a score network's input and output stand for. Below, x_t = α·x_0 + σ·ε with ε the noise, and
 * D is the denoised image. What is learnt is the same function of D whatever the output stands for:
 * the weighting of the loss does not follow it.
 */
public enum Preconditioning {
  /**
   * The network sees x_t as it is and its output is taken for the noise (Song et al.,
   * arXiv:2011.13456).
   */
  NONE,
  /**
   * EDM's (Karras et al., arXiv:2206.00364, Table 1): the denoised image is c_skip·x_t + c_out·F(
   * c_in·x_t), scaled so that the network's input and its target have unit variance at every noise
   * level. For variance-exploding diffusions.
   */
  EDM,
  /**
   * x_0-prediction: the network sees x_t as it is and its output is D (Salimans and Ho,
   * arXiv:2202.00512, sect. 4).
   */
  DENOISED,
  /**
   * v-prediction: the network sees x_t as it is and its output is v = α·ε − σ·x_0, so that D =
   * α·x_t − σ·v (Salimans and Ho, arXiv:2202.00512, sect. 4 and App. D). It takes α² + σ² = 1: for
   * variance-preserving diffusions. EDM's is that of variance-exploding ones.
   */
  VELOCITY;

  /** Whether it is defined for a diffusion. */
  public boolean isFor(Sde sde) {
    return switch (this) {
      case NONE, DENOISED -> true;
      case EDM -> sde instanceof VarianceExploding;
      case VELOCITY -> sde instanceof VariancePreserving;
    };
  }
}
