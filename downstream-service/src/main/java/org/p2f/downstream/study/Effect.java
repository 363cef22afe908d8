package org.p2f.downstream.study;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a claim is decided by: one number an encoder, and how far their mean may be from that of all
 * encoders, read on all images.
 *
 * @param low end of the 95 % interval that decides; the mean itself of one encoder, which has no
 *     interval
 * @param high likewise the higher end
 * @param perEncoder one value for each encoder, in the order of their seeds
 * @param imageError standard error of the mean for its test images, or a bound of it; null where
 *     the interval speaks of encoders alone
 * @param student 95 % interval over encoders alone, by Student's t; null with one encoder
 * @param bootstrap 95 % percentile interval over resampled encoders; null with one encoder
 * @param signFlip two-sided p of the mean if the sign of each encoder's value were as likely the
 *     other, whatever bound the claim has; null with one encoder
 */
public record Effect(
    double mean,
    double low,
    double high,
    int encoders,
    List<Double> perEncoder,
    @Nullable Double imageError,
    @Nullable Range student,
    @Nullable Range bootstrap,
    @Nullable Double signFlip) {

  /** From one value to another. */
  public record Range(double low, double high) {}

  public Effect {
    perEncoder = List.copyOf(perEncoder);
    if (!(low <= mean && mean <= high && encoders == perEncoder.size())) { // also refuses NaN
      throw new IllegalArgumentException(
          "Not an effect: %s in [%s, %s] of %s".formatted(mean, low, high, perEncoder));
    }
  }

  /** How far the interval reaches from the mean, to the farther side. */
  @JsonProperty
  public double halfWidth() {
    return Math.max(mean - low, high - mean);
  }
}
