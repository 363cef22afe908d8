package org.p2f.downstream.domain;

/** How a head's learning rate goes on once its warm-up is over. */
public enum RateSchedule {
  /** It stays, as published. */
  CONSTANT,
  /** Down half a cosine to 0 at the last step (Loshchilov &amp; Hutter, arXiv:1608.03983). */
  COSINE
}
