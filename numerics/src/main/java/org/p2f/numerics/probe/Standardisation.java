package org.p2f.numerics.probe;

/** Takes the mean and deviation of some codes out of codes; what does not vary becomes 0. */
final class Standardisation {
  private final double[] mean;
  private final double[] factor;

  Standardisation(LabelledCodes codes) {
    this.mean = new double[codes.size()];
    this.factor = new double[codes.size()];
    for (int at = 0; at < mean.length; at++) {
      double sum = 0;
      double squares = 0;
      for (int image = 0; image < codes.images(); image++) {
        sum += codes.value(image, at);
      }
      mean[at] = sum / codes.images();
      for (int image = 0; image < codes.images(); image++) {
        double away = codes.value(image, at) - mean[at];
        squares += away * away;
      }
      factor[at] = squares > 0 ? 1 / Math.sqrt(squares / codes.images()) : 0;
    }
  }

  /** Values of a code. */
  int size() {
    return mean.length;
  }

  /** One standardised code. */
  double[] row(LabelledCodes codes, int image) {
    double[] row = new double[mean.length];
    for (int at = 0; at < row.length; at++) {
      row[at] = (codes.value(image, at) - mean[at]) * factor[at];
    }
    return row;
  }
}
