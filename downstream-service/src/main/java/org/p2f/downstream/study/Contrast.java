package org.p2f.downstream.study;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * How much more accurate one way of reading is than another on the same test images.
 *
 * @param mean of the first one's test accuracy less the second's, in [−1, 1]
 * @param low end of its 95 % interval: over test images and head seeds and, of several encoders,
 *     over encoders too
 * @param high its other end
 * @param encoders number behind it
 */
@JsonPropertyOrder({"mean", "low", "high", "encoders", "gain", "loss"})
public record Contrast(double mean, double low, double high, int encoders) {
  public Contrast {
    if (!(low <= mean && mean <= high && encoders > 0)) { // also refuses NaN
      throw new IllegalArgumentException(
          "Not a contrast: %s in [%s, %s] of %d".formatted(mean, low, high, encoders));
    }
  }

  /** Whether the first is the more accurate, by the whole interval. */
  public boolean isGain() {
    return low > 0;
  }

  /** Whether the second is the more accurate, by the whole interval. */
  public boolean isLoss() {
    return high < 0;
  }
}
