package org.p2f.training.domain;

/** How time and code enter the networks' residual blocks. */
public enum Conditioning {
  /** As a shift before the block's second normalisation, as published. */
  SHIFT,
  /** As scale and shift after it (Dhariwal and Nichol, arXiv:2105.05233). */
  SCALE_SHIFT
}
