package org.p2f.training.domain;

/** How an image made of the code is compared to the one that was encoded. */
public enum Reconstruction {
  /** No image is made of the code, and there is no decoder. */
  NONE,
  /** Squares of differences. */
  L2,
  /** Binary cross-entropy, for pixels in [0, 1]. */
  BCE
}
