package org.p2f.downstream.compute;

import java.util.List;
import org.p2f.downstream.domain.Estimate;
import org.p2f.downstream.domain.TestAccuracy;
import org.p2f.numerics.statistics.Sample;

/** Values of encoders as means with intervals. */
final class Estimates {
  private Estimates() {}

  /**
   * @param encoders one accuracy each, all on the same images
   * @return with one encoder the interval is that accuracy's own; with several, their spread and
   *     that of the images together
   */
  static Estimate ofAccuracies(List<TestAccuracy> encoders) {
    var of = of(encoders.stream().map(TestAccuracy::mean).toList());
    double down = encoders.stream().mapToDouble(a -> a.mean() - a.low()).average().orElseThrow();
    double up = encoders.stream().mapToDouble(a -> a.high() - a.mean()).average().orElseThrow();
    return new Estimate(
        of.mean(),
        Math.max(0, of.mean() - Math.hypot(of.mean() - of.low(), down)),
        Math.min(1, of.mean() + Math.hypot(of.high() - of.mean(), up)),
        of.encoders());
  }

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
