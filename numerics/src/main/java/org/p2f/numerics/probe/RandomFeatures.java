package org.p2f.numerics.probe;

import java.util.random.RandomGenerator;

/**
 * Random features max(0, w·z + b) of standardised codes z, beside the codes themselves: with them a
 * linear probe draws curved boundaries, still in closed form (Rahimi and Recht, "Weighted sums of
 * random kitchen sinks", 2008). A linear map of few values cannot tell points within a cloud, such
 * as colours, from those around it.
 */
final class RandomFeatures {
  private final double[] mean;
  private final double[] factor;
  private final double[][] weights;
  private final double[] biases;

  /**
   * @param fitted decides the standardisation
   * @param count of features
   */
  RandomFeatures(LabelledCodes fitted, int count, RandomGenerator random) {
    int size = fitted.size();
    this.mean = new double[size];
    this.factor = new double[size];
    for (int at = 0; at < size; at++) {
      double sum = 0;
      double squares = 0;
      for (int image = 0; image < fitted.images(); image++) {
        sum += fitted.value(image, at);
        double value = fitted.value(image, at);
        squares += value * value;
      }
      mean[at] = sum / fitted.images();
      double variance = (squares / fitted.images()) - (mean[at] * mean[at]);
      factor[at] = variance > 0 ? 1 / Math.sqrt(variance) : 0;
    }
    this.weights = new double[count][size];
    this.biases = new double[count];
    for (int feature = 0; feature < count; feature++) {
      for (int at = 0; at < size; at++) {
        weights[feature][at] = random.nextGaussian() / Math.sqrt(size);
      }
      biases[feature] = random.nextGaussian();
    }
  }

  LabelledCodes of(LabelledCodes codes) {
    int size = mean.length;
    int width = size + weights.length;
    var values = new float[codes.images() * width];
    var z = new double[size];
    for (int image = 0; image < codes.images(); image++) {
      for (int at = 0; at < size; at++) {
        z[at] = (codes.value(image, at) - mean[at]) * factor[at];
        values[(image * width) + at] = (float) z[at];
      }
      for (int feature = 0; feature < weights.length; feature++) {
        double sum = biases[feature];
        for (int at = 0; at < size; at++) {
          sum += weights[feature][at] * z[at];
        }
        values[(image * width) + size + feature] = (float) Math.max(0, sum);
      }
    }
    return codes.with(width, values);
  }
}
