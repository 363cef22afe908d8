package org.p2f.downstream.compute;

import java.util.List;
import org.p2f.downstream.domain.Estimate;
import org.p2f.numerics.statistics.Sample;

/** Values of encoders as means with intervals. */
final class Estimates {
  private Estimates() {}

  /**
   * @param values one an encoder; finite
   */
  static Estimate of(List<Double> values) {
    var sample = new Sample(values);
    double mean = sample.mean();
    if (sample.size() < 2) {
      return new Estimate(mean, mean, mean, 1);
    }
    var interval = sample.studentInterval();
    return new Estimate(
        mean, Math.min(mean, interval.low()), Math.max(mean, interval.high()), sample.size());
  }
}
