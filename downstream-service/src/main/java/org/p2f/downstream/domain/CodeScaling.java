package org.p2f.downstream.domain;

/** What is done to codes before a head reads them. */
public enum CodeScaling {
  /** Nothing, as published. */
  RAW,
  /**
   * Mean and standard deviation of each value at each t, over the training images, are taken out.
   */
  STANDARDIZED
}
