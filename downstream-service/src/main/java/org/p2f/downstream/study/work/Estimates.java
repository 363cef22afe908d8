package org.p2f.downstream.study.work;

import java.util.List;
import org.p2f.downstream.head.TestAccuracy;
import org.p2f.downstream.study.Estimate;
import org.p2f.downstream.study.work.claims.ImageMean;
import org.p2f.numerics.statistics.Interval;
import org.p2f.numerics.statistics.Sample;
import org.p2f.numerics.statistics.TwoLevelMean;

/** Values of encoders as means with intervals. */
final class Estimates {
  private Estimates() {}

  /**
   * @param encoders one accuracy each, all on the same images
   */
  static Estimate ofAccuracies(List<TestAccuracy> encoders) {
    var sample = new Sample(encoders.stream().map(TestAccuracy::mean).toList());
    if (sample.size() < 2) {
      double mean = sample.mean();
      var only = encoders.getFirst();
      // at 0 or 1 rounding can leave the mean outside
      return new Estimate(mean, mean, Math.min(mean, only.low()), Math.max(mean, only.high()), 1);
    }
    var images = ImageMean.average(encoders.stream().map(ImageMean::of).toList());
    return of(sample, new TwoLevelMean(sample, images.error()).interval().withinUnit());
  }

  /**
   * @param values one an encoder; finite
   */
  static Estimate of(List<Double> values) {
    var sample = new Sample(values);
    double mean = sample.mean();
    return sample.size() < 2
        ? new Estimate(mean, mean, mean, mean, 1)
        : of(sample, sample.studentInterval());
  }

  /**
   * @param interval of the mean, which rounding may have left outside
   */
  private static Estimate of(Sample sample, Interval interval) {
    double mean = sample.mean();
    return new Estimate(
        mean,
        sample.median(),
        Math.min(mean, interval.low()),
        Math.max(mean, interval.high()),
        sample.size());
  }
}
