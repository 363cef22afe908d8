package org.p2f.downstream.study.work.claims;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2f.downstream.study.Effect;
import org.p2f.numerics.statistics.Interval;
import org.p2f.numerics.statistics.PairedDifference;
import org.p2f.numerics.statistics.Sample;
import org.p2f.numerics.statistics.TwoLevelMean;

/**
 * Encoders' values as effects. The interval is the wider of {@link TwoLevelMean}'s, over encoders
 * and test images, and the bootstrap's over encoders. With two to four encoders that is never the
 * bootstrap's: it cannot leave the values' range, and no value of n is further from their mean than
 * (n − 1)/√n standard deviations.
 */
final class Effects {

  /** Of the bootstrap's resamples, where there are too many encoders to count them all. */
  private static final long SEED = 1;

  private Effects() {}

  /**
   * Of what is read on test images.
   *
   * @param encoders one each, all of the same images
   */
  static Effect ofImages(List<ImageMean> encoders) {
    return of(encoders.stream().map(ImageMean::mean).toList(), ImageMean.average(encoders).error());
  }

  /**
   * Of what is not a mean over test images: the interval speaks of encoders alone.
   *
   * @param values one an encoder; finite
   */
  static Effect ofEncoders(List<Double> values) {
    return of(values, null);
  }

  private static Effect of(List<Double> values, @Nullable Double imageError) {
    var sample = new Sample(values);
    double mean = sample.mean();
    if (sample.size() < 2) {
      return new Effect(mean, mean, mean, 1, values, imageError, null, null, null);
    }
    var found = PairedDifference.of(sample, SEED);
    var widest = twoLevels(values, imageError).interval().hull(found.bootstrap());
    return new Effect(
        mean,
        Math.min(mean, widest.low()), // equal but for rounding where all values are
        Math.max(mean, widest.high()),
        sample.size(),
        values,
        imageError,
        range(found.student()),
        range(found.bootstrap()),
        found.signFlip());
  }

  /** Two-sided p of a true effect of that value; null with one encoder. */
  static @Nullable Double p(Effect effect, double bound) {
    return effect.encoders() < 2
        ? null
        : twoLevels(effect.perEncoder(), effect.imageError()).p(bound);
  }

  private static TwoLevelMean twoLevels(List<Double> values, @Nullable Double imageError) {
    return new TwoLevelMean(new Sample(values), Objects.requireNonNullElse(imageError, 0.));
  }

  private static Effect.Range range(Interval interval) {
    return new Effect.Range(interval.low(), interval.high());
  }
}
