package org.p2f.numerics.information;

import org.p2f.spec.network.Precision;

/**
 * How critics are trained; width, activation and the gradient's moving average are the design's and
 * fixed.
 *
 * @param steps of each critic
 * @param batchSize pairs of a step; where there are fewer images, one step takes them all
 * @param learningRate of Adam, in (0, 1]
 * @param window last steps over which the bound is averaged; at most {@code steps}
 * @param precision of products; sums, weights and the optimizer are float32
 */
public record MineSettings(
    int steps, int batchSize, double learningRate, int window, Precision precision) {

  /** As published. */
  public static final int BATCH = 256;

  /** As published. */
  public static final double LEARNING_RATE = 1e-4;

  /** As published. */
  public static final int WINDOW = 100;

  public MineSettings {
    if (steps < 1 || batchSize < 2 || window < 1 || window > steps) {
      throw new IllegalArgumentException(
          "Need a step, two images a batch and a window within the steps, got %d, %d and %d"
              .formatted(steps, batchSize, window));
    }
    if (!(0 < learningRate && learningRate <= 1)) { // also refuses NaN
      throw new IllegalArgumentException("Need a rate in (0, 1], got " + learningRate);
    }
  }

  /** The published settings with another number of steps; the window is cut to fit. */
  public MineSettings(int steps) {
    this(steps, BATCH, LEARNING_RATE, Math.min(WINDOW, steps), Precision.FLOAT32);
  }
}
