package org.p2f.training.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.training.domain.MetricPoint;

/** The course of a training run. */
@Schema(description = "The course of a training run, in order of steps")
public record TrainingMetricsView(List<PointView> points) {

  /** The mean over the steps since the point before, shown at the last of them. */
  @Schema(
      name = "TrainingMetricPointView",
      description = "The mean over the steps since the point before, shown at the last of them")
  public record PointView(
      long step,
      double loss,
      double scoreLoss,
      double latentPenalty,
      @Schema(description = "Before clipping") double gradientNorm,
      double learningRate,
      @Nullable Double imagesPerSecond) {
    static PointView of(MetricPoint point) {
      return new PointView(
          point.step(),
          point.loss(),
          point.scoreLoss(),
          point.latentPenalty(),
          point.gradientNorm(),
          point.learningRate(),
          point.imagesPerSecond());
    }
  }

  static TrainingMetricsView of(List<MetricPoint> points) {
    return new TrainingMetricsView(points.stream().map(PointView::of).toList());
  }
}
