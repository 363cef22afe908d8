package org.p2f.numerics.probe;

import java.util.random.RandomGenerator;

/**
 * Random features max(0, w·z + b) of standardised codes z, beside the codes themselves: with them a
 * linear probe draws curved boundaries, still in closed form (Rahimi and Recht, "Weighted sums of
 * random kitchen sinks", 2008). A linear map of few values cannot tell points inside a cloud, such
 * as one of many colours, from those around it.
 */
final class RandomFeatures {
  private final Standardisation standardisation;
  private final double[][] weights;
  private final double[] biases;

  /**
   * @param fitted decides the standardisation
   * @param count of features
   * @param random draws w from N(0, 1/d), of codes of d values, and b from N(0, 1)
   */
  RandomFeatures(LabelledCodes fitted, int count, RandomGenerator random) {
    int size = fitted.size();
    this.standardisation = new Standardisation(fitted);
    this.weights = new double[count][size];
    this.biases = new double[count];
    for (int feature = 0; feature < count; feature++) {
      for (int at = 0; at < size; at++) {
        weights[feature][at] = random.nextGaussian() / Math.sqrt(size);
      }
      biases[feature] = random.nextGaussian();
    }
  }

  /** The same images with standardised codes and their features. */
  LabelledCodes of(LabelledCodes codes) {
    int size = standardisation.size();
    int width = size + weights.length;
    var values = new float[codes.images() * width];
    for (int image = 0; image < codes.images(); image++) {
      double[] z = standardisation.row(codes, image);
      int from = image * width;
      for (int at = 0; at < size; at++) {
        values[from + at] = (float) z[at];
      }
      for (int feature = 0; feature < weights.length; feature++) {
        values[from + size + feature] = (float) Math.max(0, sum(feature, z));
      }
    }
    return codes.with(width, values);
  }

  private double sum(int feature, double[] z) {
    double sum = biases[feature];
    for (int at = 0; at < z.length; at++) {
      sum += weights[feature][at] * z[at];
    }
    return sum;
  }
}
