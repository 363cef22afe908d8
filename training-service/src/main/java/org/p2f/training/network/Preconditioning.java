package org.p2f.training.network;

/** What a score network's input and output stand for. */
public enum Preconditioning {
  /** Images as they are, and the noise. */
  NONE,
  /** Scaled to unit variance at every noise level (Karras et al., arXiv:2206.00364, Table 1). */
  EDM
}
