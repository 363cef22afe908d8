package org.p2f.numerics.augment;

import java.util.random.RandomGenerator;

/** A Gaussian of σ from .1 to 2 pixels, cut at a twentieth of the side, borders mirrored. */
final class Blur {
  private static final double LEAST_SIGMA = .1;
  private static final double MOST_SIGMA = 2;
  private static final int SIDES_PER_RADIUS = 20;

  private final int side;
  private final int radius;
  private final float[] line;

  Blur(int side) {
    this.side = side;
    this.radius = side / SIDES_PER_RADIUS;
    this.line = new float[side];
  }

  void apply(float[] image, RandomGenerator random) {
    float[] kernel = kernel(random.nextDouble(LEAST_SIGMA, MOST_SIGMA));
    for (int row = 0; row < image.length; row += side) {
      blurLine(image, row, 1, kernel);
    }
    for (int plane = 0; plane < image.length; plane += side * side) {
      for (int column = plane; column < plane + side; column++) {
        blurLine(image, column, side, kernel);
      }
    }
  }

  private float[] kernel(double sigma) {
    double[] weights = new double[2 * radius + 1];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double away = (i - radius) / sigma;
      weights[i] = Math.exp(-away * away / 2);
      sum += weights[i];
    }
    float[] kernel = new float[weights.length];
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = (float) (weights[i] / sum);
    }
    return kernel;
  }

  private void blurLine(float[] image, int start, int stride, float[] kernel) {
    for (int i = 0; i < side; i++) {
      line[i] = image[start + i * stride];
    }
    for (int i = 0; i < side; i++) {
      float sum = 0;
      for (int k = -radius; k <= radius; k++) {
        int at = Math.abs(i + k);
        sum += kernel[k + radius] * line[at < side ? at : 2 * (side - 1) - at];
      }
      image[start + i * stride] = sum;
    }
  }
}
