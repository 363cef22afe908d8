package org.p2f.training.run.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.training.run.CoursePoint.MetricPoint;

/** The course of a training run. */
@Schema(description = "The course of a training run, in order of steps")
record TrainingMetricsView(
    List<MetricPoint> points,
    @Schema(description = "The last step that was recorded") long lastStep,
    @Schema(description = "How the run fares, from its latest steps; absent before the first")
        @Nullable RecentSteps recent) {

  static TrainingMetricsView of(
      List<MetricPoint> points, long lastStep, Optional<RecentSteps> recent) {
    return new TrainingMetricsView(points, lastStep, recent.orElse(null));
  }
}
