package org.p2f.training.run.store;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.p2f.training.run.MetricPoint;
import org.p2f.training.run.TrainingMetrics;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Metrics in Postgres: each step, and means over ranges of 8 steps and more, of which a reader of a
 * long history takes the widest that are narrow enough.
 */
@Component
class RecordedMetrics implements TrainingMetrics {
  /** Of ranges; each a multiple of the one before. */
  private static final List<Integer> WIDTHS = List.of(8, 64, 512, 4_096, 32_768);

  /** One step of so many outlives thinning; a width, so that no range is left without one. */
  private static final int KEPT = 64;

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
        column(points, MetricPoint::reconstructionLoss),
        column(points, MetricPoint::gradientNorm),
        column(points, MetricPoint::learningRate),
        column(points, MetricPoint::averageDecay),
        column(points, MetricPoint::imagesPerSecond),
        column(points, MetricPoint::dataWait),
        points.stream().map(MetricPoint::memoryBytes).toArray(Long[]::new));
    var steps = points.stream().mapToLong(MetricPoint::step).summaryStatistics();
    sumUp(runId, steps.getMin(), steps.getMax());
  }

  private void sumUp(String runId, long from, long to) {
    int narrower = 1;
    for (int width : WIDTHS) {
      long first = (from - 1) / width * width + 1;
      long last = ((to - 1) / width + 1) * width;
      if (narrower == 1) {
        rows.sumUp(runId, width, first, last);
      } else {
        rows.sumUpRanges(runId, width, narrower, first, last);
      }
      narrower = width;
    }
  }

  @Override
  @Transactional(readOnly = true)
  public List<MetricPoint> read(String runId, long from, long to, int points) {
    long last = Math.min(to, lastSteps(List.of(runId)).getOrDefault(runId, 0L));
    if (last < from) {
      return List.of();
    }
    return WIDTHS.reversed().stream()
        .filter(width -> (long) width * points <= last - from + 1)
        .findFirst()
        .map(width -> rows.thinnedRanges(runId, width, from, last, points))
        .orElseGet(() -> steps(runId, from, last, points))
        .stream()
        .map(RecordedMetrics::point)
        .toList();
  }

  /** Of the steps themselves, or of the narrowest ranges where most steps are gone. */
  private List<TrainingMetricRows.Thinned> steps(String runId, long from, long last, int points) {
    var steps = rows.thinned(runId, from, last, points);
    if (steps.size() >= Math.min(points, last - from + 1)) {
      return steps;
    }
    var ranges = rows.thinnedRanges(runId, WIDTHS.getFirst(), from, last, points);
    return ranges.size() > steps.size() ? ranges : steps;
  }

  @Override
  @Transactional
  public int thin(Instant endedBefore) {
    return rows.thin(endedBefore, KEPT);
  }

  @Override
  @Transactional(readOnly = true)
  public Map<String, Long> lastSteps(Collection<String> runIds) {
    return rows.lastSteps(runIds.toArray(String[]::new)).stream()
        .collect(
            Collectors.toMap(
                TrainingMetricRows.LastStep::getRunId, TrainingMetricRows.LastStep::getStep));
  }

  private static Double[] column(
      List<MetricPoint> points, Function<MetricPoint, @Nullable Double> value) {
    return points.stream().map(value).toArray(Double[]::new);
  }

  private static MetricPoint point(TrainingMetricRows.Thinned range) {
    Double memory = range.getMemoryBytes();
    return new MetricPoint(
        range.getStep(),
        range.getLoss(),
        orZero(range.getScoreLoss()),
        orZero(range.getLatentPenalty()),
        range.getReconstructionLoss(),
        orZero(range.getGradientNorm()),
        orZero(range.getLearningRate()),
        range.getAverageDecay(),
        range.getImagesPerSecond(),
        range.getDataWait(),
        memory == null ? null : Math.round(memory));
  }

  private static double orZero(@Nullable Double value) {
    return value == null ? 0 : value;
  }
}
