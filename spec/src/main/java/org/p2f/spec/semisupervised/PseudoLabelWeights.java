package org.p2f.spec.semisupervised;

/** How much an image with a pseudo-label counts in the loss; one with a known label counts 1. */
public enum PseudoLabelWeights {
  /** 1, as in LaplaceNet's published code. */
  EQUAL,
  /**
   * The certainty of its label, divided by the largest one: Iscen et al., arXiv:1904.04717, eq. 11,
   * and their published code.
   */
  CERTAINTY
}
