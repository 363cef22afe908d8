package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.p2f.training.run.CoursePoint.MetricPoint;
import org.p2f.training.run.store.RunCourse;
import org.p2f.training.run.store.RunCourse.Recorded;
import org.p2f.training.run.store.TrainingMetrics;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Long histories, which are read from sums over ranges of steps. */
class MetricsHistoryTest extends ServiceTest {
  private static final double ROUNDING = 1e-9; // double sums in another order

  @Autowired TrainingMetrics metrics;
  @Autowired RunCourse course;

  /** A run without a step of its own. */
  private String run() {
    JsonNode job = finished("/v1/training-runs", TinyRun.of(syntheticDataset(60), 0));
    assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("succeeded");
    return job.path("id").asString();
  }

  private static double loss(long step) {
    return 1_000 / (double) step + Math.sin((double) step);
  }

  private static MetricPoint point(long step) {
    return new MetricPoint(
        step, loss(step), 1, 2, 4, 5, 3, 1e-3, .5, step % 3 == 0 ? null : 100., .25, 1L << 30);
  }

  private void record(String run, long from, long to) {
    metrics.record(
        run, LongStream.rangeClosed(from, to).mapToObj(MetricsHistoryTest::point).toList());
  }

  @Test
  void whoFollowsALongRunIsToldMeansThatNoStepChangesAnyMore() {
    String run = run();
    record(run, 1, 1_003);
    assertThat(follow(run, 0, 20_000, false))
        .extracting(Recorded::step)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 100).map(n -> 8 * n).boxed().toList());
    assertThat(follow(run, 800, 20_000, false)).hasSize(25).last().returns(1_000L, Recorded::step);
    assertThat(follow(run, 1_000, 20_000, false)).isEmpty();
    List<Recorded> last = follow(run, 1_000, 20_000, true);
    assertThat(last).hasSize(1);
    assertThat(last.getFirst().scalars().getFirst().tag()).isEqualTo("train/loss");
    assertThat(last.getFirst().scalars().getFirst().value())
        .isCloseTo((loss(1_001) + loss(1_002) + loss(1_003)) / 3, within(ROUNDING));
    assertThat(last.getFirst().at()).isAfter(Instant.EPOCH);
    assertThat(follow(run, 1_000, 10_000, false))
        .extracting(Recorded::step)
        .containsExactly(1_001L, 1_002L, 1_003L);
  }

  private List<Recorded> follow(String run, long after, long steps, boolean ended) {
    return course.measures(run, after, steps, ended, Instant.EPOCH, 100);
  }

  @Test
  void rangesTellTheMeansOfTheirSteps() {
    String run = run();
    record(run, 1, 1_000);
    record(run, 1_001, 1_003); // as a run reports, in pieces of any length
    record(run, 1_004, 9_000);
    record(run, 8_990, 10_007); // goes on from a checkpoint
    for (int points : List.of(1, 2, 7, 39, 600, 1_000)) {
      List<MetricPoint> read = metrics.read(run, 1, Long.MAX_VALUE, points);
      assertThat(read).hasSize(points);
      long before = 0;
      for (MetricPoint point : read) {
        double mean =
            LongStream.rangeClosed(before + 1, point.step())
                .mapToDouble(MetricsHistoryTest::loss)
                .average()
                .orElseThrow();
        assertThat(point.loss()).isCloseTo(mean, within(ROUNDING));
        assertThat(point.gradientNorm()).isCloseTo(3, within(ROUNDING));
        assertThat(point.dataWait()).isCloseTo(.25, within(ROUNDING));
        assertThat(point.memoryBytes()).isEqualTo(1L << 30);
        before = point.step();
      }
      assertThat(before).isEqualTo(10_007);
    }
    assertThat(metrics.lastSteps(List.of(run, "trn-none"))).isEqualTo(Map.of(run, 10_007L));
  }

  @Test
  void partOfAHistoryIsReadByItsSteps() {
    String run = run();
    record(run, 1, 5_000);
    assertThat(metrics.read(run, 101, 103, 10))
        .extracting(MetricPoint::step)
        .containsExactly(101L, 102L, 103L);
    List<MetricPoint> part = metrics.read(run, 1_000, 4_000, 10);
    assertThat(part).hasSize(10);
    assertThat(part.getFirst().step()).isBetween(1_000L, 1_500L);
    assertThat(part.getLast().step()).isBetween(4_000L, 4_096L); // the end of its range
    assertThat(metrics.read(run, 6_000, 7_000, 10)).isEmpty();
  }

  @Test
  void ofARunThatEndedLongAgoMeansAndEach64thStepAreLeft() {
    String run = run();
    record(run, 1, 1_000);
    List<MetricPoint> before = metrics.read(run, 1, 1_000, 10);
    assertThat(metrics.thin(Instant.now().minus(Duration.ofDays(1)))).isZero(); // ended just now
    assertThat(metrics.read(run, 1, 1_000, 1_000)).hasSize(1_000);
    assertThat(metrics.thin(Instant.now().plus(Duration.ofDays(1)))).isGreaterThanOrEqualTo(984);
    assertThat(metrics.read(run, 1, 1_000, 10)).isEqualTo(before);
    assertThat(metrics.read(run, 1, 1_000, 1_000)).hasSize(125); // ranges of eight steps
    assertThat(metrics.read(run, 1_000, 1_000, 10)).containsExactly(point(1_000));
    assertThat(metrics.lastSteps(List.of(run))).isEqualTo(Map.of(run, 1_000L));
    assertThat(metrics.thin(Instant.now().plus(Duration.ofDays(1)))).isZero();
  }

  /** {@code -Dp2f.measure=true} measures what a million points take. */
  @Test
  @EnabledIfSystemProperty(named = "p2f.measure", matches = "true")
  void millionPointsAreAnsweredAtOnce() {
    String run = run();
    for (long from = 1; from < 1_000_000; from += 10_000) {
      record(run, from, from + 9_999);
    }
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      long begun = System.nanoTime();
      JsonNode points =
          api().get("/v1/training-runs/%s/metrics?points=500".formatted(run)).json().path("points");
      millis.add((System.nanoTime() - begun) / 1e6);
      assertThat(points.size()).isEqualTo(500);
    }
    System.out.println("MetricsHistoryTest: 500 of 1,000,000 points over HTTP took ms " + millis);
    assertThat(millis.stream().sorted().skip(millis.size() / 2).findFirst().orElseThrow())
        .isLessThan(100); // measured 41
  }
}
