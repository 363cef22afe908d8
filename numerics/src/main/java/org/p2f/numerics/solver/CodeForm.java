package org.p2f.numerics.solver;

/** How a batch says what codes its images are to have: the condition of a {@link ModelScore}. */
public enum CodeForm {
  /** (codes float32 [B, d]): the same at all t. */
  FIXED,
  /** (images [B, C, H, W]): at t the code is E(image, t), as in training. */
  OF_IMAGE,
  /**
   * (image [1, C, H, W], other image, share float32 [B, 1]): (1 − share)·E(image, t) +
   * share·E(other, t).
   */
  BETWEEN,
  /** (): none, which the network is told as zeros. For networks that learnt without codes. */
  NONE
}
