package org.p2f.spec.objective;

/** How a batch's times are drawn. */
public enum TimeDraws {
  /** Each on its own. */
  INDEPENDENT,
  /**
   * One in each of as many equal parts of the interval as the batch has images: the same
   * distribution of each, less variance of their mean (Kingma et al., arXiv:2107.00630, App. I).
   */
  STRATIFIED
}
