package org.p2f.downstream.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a claim is decided by: one number an encoder, and how far their mean may be from that of all
 * encoders.
 *
 * @param low end of the 95 % interval that decides: the lower of both intervals' ends; the mean
 *     itself of one encoder, which has no interval
 * @param high likewise the higher end
 * @param values one for each encoder, in the order of their seeds
 * @param student 95 % interval by Student's t; null with one encoder
 * @param bootstrap 95 % percentile interval over resampled encoders; null with one encoder
 * @param signFlip two-sided p of the mean if the sign of each encoder's value were as likely the
 *     other, whatever bound the claim has; null with one encoder
 */
public record Effect(
    double mean,
    double low,
    double high,
    int encoders,
    List<Double> values,
    @Nullable Range student,
    @Nullable Range bootstrap,
    @Nullable Double signFlip) {

  /** From one value to another. */
  public record Range(double low, double high) {}

  public Effect {
    values = List.copyOf(values);
    if (!(low <= mean && mean <= high && encoders == values.size())) { // also refuses NaN
      throw new IllegalArgumentException(
          "Not an effect: %s in [%s, %s] of %s".formatted(mean, low, high, values));
    }
  }
}
