package org.p2f.spec.data;

/** What the networks see of pixel values in [0, 1]. */
public enum PixelScaling {
  /** The values themselves. */
  UNIT,
  /**
   * 2x − 1, in [−1, 1] (Ho et al., arXiv:2006.11239, section 3.3; {@code centered} in the code of
   * Song et al., arXiv:2011.13456).
   */
  CENTRED,
  /** Values with the data set's mean and standard deviation per channel taken out. */
  STANDARDISED;

  /**
   * What is subtracted.
   *
   * @param ofData the data set's mean of a channel
   */
  public double mean(double ofData) {
    return switch (this) {
      case UNIT -> 0;
      case CENTRED -> .5;
      case STANDARDISED -> ofData;
    };
  }

  /**
   * What is then divided by.
   *
   * @param ofData the data set's standard deviation of a channel
   */
  public double std(double ofData) {
    return switch (this) {
      case UNIT -> 1;
      case CENTRED -> .5;
      case STANDARDISED -> ofData;
    };
  }
}
