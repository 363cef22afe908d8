package org.p2f.downstream.compute;

import java.util.List;
import org.p2f.downstream.domain.Effect;
import org.p2f.numerics.statistics.Interval;
import org.p2f.numerics.statistics.PairedDifference;
import org.p2f.numerics.statistics.Sample;

/**
 * Encoders' values as effects. As for the comparisons of evaluations, the wider of two intervals
 * decides. With two to four encoders that is Student's: the bootstrap cannot leave the values'
 * range, and no value of n is further from their mean than (n − 1)/√n standard deviations.
 */
final class Effects {

  /** Of the bootstrap's resamples, where there are too many encoders to count them all. */
  private static final long SEED = 1;

  private Effects() {}

  /**
   * @param values one an encoder; finite
   */
  static Effect of(List<Double> values) {
    var sample = new Sample(values);
    double mean = sample.mean();
    if (sample.size() < 2) {
      return new Effect(mean, mean, mean, 1, values, null, null, null);
    }
    var found = PairedDifference.of(sample, SEED);
    var widest = found.reported();
    return new Effect(
        mean,
        Math.min(mean, widest.low()), // equal but for rounding where all values are
        Math.max(mean, widest.high()),
        sample.size(),
        values,
        range(found.student()),
        range(found.bootstrap()),
        found.signFlip());
  }

  private static Effect.Range range(Interval interval) {
    return new Effect.Range(interval.low(), interval.high());
  }
}
