package org.p2f.representation.reconstruction;

/** What makes a model's images of codes. */
public enum Maker {
  /** Shown a noisy image and the code. */
  SCORE_NETWORK,
  /** Shown the code alone. */
  DECODER
}
