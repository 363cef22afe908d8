package org.p2f.training.run.web;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.training.run.CoursePoint.MetricPoint;

/**
 * How a run fares, from its latest steps.
 *
 * @param steps that were looked at
 * @param secondsP50 median time of a step
 * @param secondsP95 time that 95 % of the steps kept within
 * @param imagesPerSecond at the median
 * @param dataWait share of the time in which steps waited for their images
 * @param memoryBytes resident memory of the process that trains, at the last step
 */
record RecentSteps(
    int steps,
    double secondsP50,
    double secondsP95,
    double imagesPerSecond,
    @Nullable Double dataWait,
    @Nullable Long memoryBytes) {

  /** Looked at where the run has as many. */
  static final int COUNT = 256;

  /**
   * @param points one a step
   * @return empty if none of them was timed
   */
  static Optional<RecentSteps> of(List<MetricPoint> points, int batchSize) {
    double[] seconds =
        points.stream()
            .map(MetricPoint::imagesPerSecond)
            .filter(Objects::nonNull)
            .mapToDouble(rate -> batchSize / rate)
            .sorted()
            .toArray();
    if (seconds.length == 0) {
      return Optional.empty();
    }
    double median = quantile(seconds, .5);
    return Optional.of(
        new RecentSteps(
            seconds.length,
            median,
            quantile(seconds, .95),
            batchSize / median,
            wait(points, batchSize),
            points.getLast().memoryBytes()));
  }

  private static @Nullable Double wait(List<MetricPoint> points, int batchSize) {
    double all = 0;
    double waited = 0;
    for (MetricPoint point : points) {
      Double rate = point.imagesPerSecond();
      Double share = point.dataWait();
      if (rate != null && share != null) {
        all += batchSize / rate;
        waited += share * batchSize / rate;
      }
    }
    return all > 0 ? waited / all : null;
  }

  /** Linear between the two values around it. */
  private static double quantile(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int below = (int) at;
    double above = sorted[Math.min(below + 1, sorted.length - 1)];
    return sorted[below] + (at - below) * (above - sorted[below]);
  }
}
