package org.p2f.training.persistence;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.p2f.training.domain.MetricPoint;
import org.p2f.training.domain.TrainingMetrics;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Metrics in Postgres. */
@Component
class RecordedMetrics implements TrainingMetrics {
  private final TrainingMetricRows rows;
  private final Clock clock;

  RecordedMetrics(TrainingMetricRows rows, Clock clock) {
    this.rows = rows;
    this.clock = clock;
  }

  @Override
  @Transactional
  public void record(String runId, List<MetricPoint> points) {
    if (points.isEmpty()) {
      return;
    }
    rows.upsert(
        runId,
        clock.instant(),
        points.stream().map(MetricPoint::step).toArray(Long[]::new),
        column(points, MetricPoint::loss),
        column(points, MetricPoint::scoreLoss),
        column(points, MetricPoint::latentPenalty),
        column(points, MetricPoint::gradientNorm),
        column(points, MetricPoint::learningRate),
        column(points, MetricPoint::imagesPerSecond));
  }

  @Override
  @Transactional(readOnly = true)
  public List<MetricPoint> read(String runId, int points) {
    return rows.thinned(runId, points).stream().map(RecordedMetrics::point).toList();
  }

  @Override
  @Transactional(readOnly = true)
  public Map<String, Long> lastSteps(Collection<String> runIds) {
    return runIds.isEmpty()
        ? Map.of()
        : rows.lastSteps(runIds).stream()
            .collect(
                Collectors.toMap(
                    TrainingMetricRows.LastStep::getRunId, TrainingMetricRows.LastStep::getStep));
  }

  private static Double[] column(
      List<MetricPoint> points, Function<MetricPoint, @Nullable Double> value) {
    return points.stream().map(value).toArray(Double[]::new);
  }

  private static MetricPoint point(TrainingMetricRows.Thinned range) {
    return new MetricPoint(
        range.getStep(),
        range.getLoss(),
        orZero(range.getScoreLoss()),
        orZero(range.getLatentPenalty()),
        orZero(range.getGradientNorm()),
        orZero(range.getLearningRate()),
        range.getImagesPerSecond());
  }

  private static double orZero(@Nullable Double value) {
    return value == null ? 0 : value;
  }
}
