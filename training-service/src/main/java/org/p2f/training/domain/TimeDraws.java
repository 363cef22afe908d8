package org.p2f.training.domain;

/** How a batch's times are drawn. */
public enum TimeDraws {
  /** Each on its own, as published. */
  INDEPENDENT,
  /** One in each of as many equal parts as the batch has images. */
  STRATIFIED
}
