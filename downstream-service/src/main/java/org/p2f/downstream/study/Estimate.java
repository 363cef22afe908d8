package org.p2f.downstream.study;

/**
 * A mean over encoders with its 95 % interval: over encoders, of accuracies over encoders and test
 * images.
 *
 * @param median over encoders
 * @param encoders number behind it; of one, accuracies have an interval over test images and head
 *     seeds, and of anything else low and high are the mean
 */
public record Estimate(double mean, double median, double low, double high, int encoders) {
  public Estimate {
    if (!(low <= mean && mean <= high && encoders > 0)) { // also refuses NaN
      throw new IllegalArgumentException(
          "Not an estimate: %s in [%s, %s] of %d".formatted(mean, low, high, encoders));
    }
  }
}
