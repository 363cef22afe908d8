package org.p2f.spec.objective;

/** What a score network's input and output stand for. */
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
  EDM
}
