package org.p2f.training.run.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.training.run.MetricPoint;
import org.p2f.training.run.RecentSteps;

/** The course of a training run. */
@Schema(description = "The course of a training run, in order of steps")
record TrainingMetricsView(
    List<PointView> points,
    @Schema(description = "The last step that was recorded") long lastStep,
    @Schema(description = "How the run fares, from its latest steps; absent before the first")
        @Nullable RecentSteps recent) {

  /** The mean over the steps since the point before, shown at the last of them. */
  @Schema(
      name = "TrainingMetricPointView",
      description = "The mean over the steps since the point before, shown at the last of them")
  public record PointView(
      long step,
      double loss,
      double scoreLoss,
      double latentPenalty,
      double reconstructionLoss,
      @Schema(description = "Before clipping") double gradientNorm,
      double learningRate,
      @Schema(description = "Of the averaged weights (EMA)") @Nullable Double averageDecay,
      @Nullable Double imagesPerSecond,
      @Schema(description = "Share of the time in which steps waited for their images")
          @Nullable Double dataWait,
      @Schema(description = "Resident memory of the process that trains")
          @Nullable Long memoryBytes) {
    static PointView of(MetricPoint point) {
      return new PointView(
          point.step(),
          point.loss(),
          point.scoreLoss(),
          point.latentPenalty(),
          point.reconstructionLoss(),
          point.gradientNorm(),
          point.learningRate(),
          point.averageDecay(),
          point.imagesPerSecond(),
          point.dataWait(),
          point.memoryBytes());
    }
  }

  static TrainingMetricsView of(
      List<MetricPoint> points, long lastStep, Optional<RecentSteps> recent) {
    return new TrainingMetricsView(
        points.stream().map(PointView::of).toList(), lastStep, recent.orElse(null));
  }
}
