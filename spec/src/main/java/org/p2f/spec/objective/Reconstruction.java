package org.p2f.spec.objective;

/** How an image made of the code is compared to the image that was encoded. */
public enum Reconstruction {
  /** There is none. */
  NONE,
  /** The square of the difference. */
  L2,
  /** Binary cross-entropy with the decoder's output as logits; images lie in [0, 1]. */
  BCE
}
