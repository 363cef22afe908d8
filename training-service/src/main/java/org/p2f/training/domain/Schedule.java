package org.p2f.training.domain;

/** What becomes of the learning rate after the warm-up. */
public enum Schedule {
  /** It stays, as published. */
  CONSTANT,
  /** It falls to 0 along half a cosine (Loshchilov and Hutter, arXiv:1608.03983). */
  COSINE
}
