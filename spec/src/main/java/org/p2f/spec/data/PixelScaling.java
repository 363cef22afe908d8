package org.p2f.spec.data;

/** What the networks see of pixel values in [0, 1]. */
public enum PixelScaling {
  /** The values themselves. */
  UNIT,
  /** Values with the data set's mean and standard deviation per channel taken out. */
  STANDARDISED
}
