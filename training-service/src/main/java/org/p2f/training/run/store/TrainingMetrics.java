package org.p2f.training.run.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.p2f.training.run.CoursePoint.MetricPoint;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The metrics of all training runs: each step, and means over ranges of 8 steps and more, of which
 * a reader of a long history takes the widest that are narrow enough.
 */
@Component
public class TrainingMetrics {
  /** Of ranges; each a multiple of the one before. */
  static final List<Integer> WIDTHS = List.of(8, 64, 512, 4_096, 32_768);

  /** One step of so many outlives thinning; a width, so that no range is left without one. */
  private static final int KEPT = 64;

  /** The measures of a step, by column: of both tables, and of no other statement. */
  private static final Map<String, Function<MetricPoint, @Nullable Double>> MEASURES =
      new LinkedHashMap<>();

  static {
    MEASURES.put("loss", MetricPoint::loss);
    MEASURES.put("score_loss", MetricPoint::scoreLoss);
    MEASURES.put("latent_penalty", MetricPoint::latentPenalty);
    MEASURES.put("reconstruction_loss", MetricPoint::reconstructionLoss);
    MEASURES.put("contrast_loss", MetricPoint::contrastLoss);
    MEASURES.put("gradient_norm", MetricPoint::gradientNorm);
    MEASURES.put("learning_rate", MetricPoint::learningRate);
    MEASURES.put("average_decay", MetricPoint::averageDecay);
    MEASURES.put("images_per_second", MetricPoint::imagesPerSecond);
    MEASURES.put("data_wait", MetricPoint::dataWait);
    MEASURES.put(
        "memory_bytes", point -> point.memoryBytes() == null ? null : (double) point.memoryBytes());
  }

  static final String COLUMNS = each(column -> column);
  private static final String MEANS = each(column -> "avg(%1$s) as %1$s".formatted(column));
  private static final String REPLACED = each(column -> "%1$s = excluded.%1$s".formatted(column));

  /** Of ranges of many steps each. */
  private static final String WEIGHTED =
      each(column -> "sum(%1$s * steps) / sum(steps) as %1$s".formatted(column));

  private final JdbcClient sql;
  private final Clock clock;

  TrainingMetrics(JdbcClient sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  private static String each(UnaryOperator<String> text) {
    return MEASURES.keySet().stream().map(text).collect(Collectors.joining(", "));
  }

  /** Records points of one run; a step that is recorded again is overwritten. */
  @Transactional
  public void record(String runId, List<MetricPoint> points) {
    if (points.isEmpty()) {
      return;
    }
    var steps = points.stream().map(MetricPoint::step).toArray(Long[]::new);
    var values = new HashMap<String, Object>();
    MEASURES.forEach(
        (column, value) -> values.put(column, points.stream().map(value).toArray(Double[]::new)));
    sql.sql(
            """
            insert into training_metric (run_id, recorded_at, step, %s)
            select :run, cast(:now as timestamptz), point.* from unnest(:steps, %s) as point
            on conflict (run_id, step) do update set recorded_at = excluded.recorded_at, %s
            """
                .formatted(COLUMNS, each(column -> ":" + column), REPLACED))
        .params(values)
        .param("run", runId)
        .param("now", Timestamp.from(clock.instant()))
        .param("steps", steps)
        .update();
    sumUp(runId, steps);
  }

  /** Sums up anew the ranges in which some of the steps lie, the wider from the narrower. */
  private void sumUp(String runId, Long[] steps) {
    var recorded = List.of(steps).stream().mapToLong(step -> step).summaryStatistics();
    int narrower = 1;
    for (int width : WIDTHS) {
      String sums =
          narrower == 1
              ? """
              count(*), %s from training_metric
              where run_id = :run and step between :first and :last
              """
                  .formatted(MEANS)
              : """
              sum(steps), %s from training_metric_range
              where run_id = :run and width = :narrower
                and bucket between (:first - 1) / :narrower and (:last - 1) / :narrower
              """
                  .formatted(WEIGHTED);
      sql.sql(
              """
              insert into training_metric_range (run_id, width, bucket, step, steps, %s)
              select :run, :width, (step - 1) / :width, max(step), %s
              group by 1, 3
              on conflict (run_id, width, bucket) do update
              set step = excluded.step, steps = excluded.steps, %s
              """
                  .formatted(COLUMNS, sums, REPLACED))
          .param("run", runId)
          .param("width", width)
          .param("narrower", narrower)
          .param("first", (recorded.getMin() - 1) / width * width + 1)
          .param("last", ((recorded.getMax() - 1) / width + 1) * width)
          .update();
      narrower = width;
    }
  }

  /**
   * The run's metrics in order of steps, thinned to at most that many points: each is the mean over
   * a range of steps and stands at its last step. Takes no longer for a million steps than for some
   * thousand.
   *
   * @param from first step, from 1; where points are many steps wide, the first may begin earlier
   *     by less than its width
   * @param to last step
   */
  @Transactional(readOnly = true)
  public List<MetricPoint> read(String runId, long from, long to, int points) {
    long last = Math.min(to, lastSteps(List.of(runId)).getOrDefault(runId, 0L));
    if (last < from) {
      return List.of();
    }
    return WIDTHS.reversed().stream()
        .filter(width -> (long) width * points <= last - from + 1)
        .findFirst()
        .map(width -> ranges(runId, width, from, last, points))
        .orElseGet(() -> steps(runId, from, last, points));
  }

  /** Of the steps themselves, or of the narrowest ranges where most steps are gone. */
  private List<MetricPoint> steps(String runId, long from, long last, int points) {
    var steps =
        thinned(
            MEANS,
            "training_metric where run_id = :run and step between :first and :last",
            runId,
            1,
            from,
            last,
            points);
    if (steps.size() >= Math.min(points, last - from + 1)) {
      return steps;
    }
    var ranges = ranges(runId, WIDTHS.getFirst(), from, last, points);
    return ranges.size() > steps.size() ? ranges : steps;
  }

  private List<MetricPoint> ranges(String runId, int width, long from, long last, int points) {
    return thinned(
        WEIGHTED,
        """
        training_metric_range where run_id = :run and width = :width
          and bucket between (:first - 1) / :width and (:last - 1) / :width
        """,
        runId,
        width,
        from,
        last,
        points);
  }

  /** Ranges of equal numbers of rows; each shows its mean at its last step. */
  private List<MetricPoint> thinned(
      String means, String rows, String runId, int width, long from, long last, int points) {
    return sql.sql(
            """
            select max(step) as step, %s
            from (select *, ntile(:points) over (order by step) as range from %s) as ranged
            group by range
            order by step
            """
                .formatted(means, rows))
        .param("run", runId)
        .param("width", width)
        .param("first", from)
        .param("last", last)
        .param("points", points)
        .query(TrainingMetrics::point)
        .list();
  }

  static MetricPoint point(ResultSet row, int number) throws SQLException {
    Double memory = orNull(row, "memory_bytes");
    return new MetricPoint(
        row.getLong("step"),
        row.getDouble("loss"),
        row.getDouble("score_loss"),
        row.getDouble("latent_penalty"),
        row.getDouble("reconstruction_loss"),
        row.getDouble("contrast_loss"),
        row.getDouble("gradient_norm"),
        row.getDouble("learning_rate"),
        orNull(row, "average_decay"),
        orNull(row, "images_per_second"),
        orNull(row, "data_wait"),
        memory == null ? null : Math.round(memory));
  }

  private static @Nullable Double orNull(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? null : value;
  }

  /**
   * Drops what each step of a run tells, except every 64th and the last, where the run ended before
   * that moment. Means over ranges of 8 steps and more stay exact.
   *
   * @return how many steps were dropped
   */
  public int thin(Instant endedBefore) {
    return sql.sql(
            """
            delete from training_metric step
            using (select id, (select max(step) from training_metric where run_id = job.id) as last
                   from job
                   where kind = 'training' and finished_at < :before) ended
            where step.run_id = ended.id and step.step % :kept <> 0 and step.step < ended.last
            """)
        .param("before", Timestamp.from(endedBefore))
        .param("kept", KEPT)
        .update();
  }

  /** The last recorded step of each run; runs without any are absent. */
  public Map<String, Long> lastSteps(Collection<String> runIds) {
    var steps = new HashMap<String, Long>();
    // From the index, whose ends are found without reading it.
    sql.sql(
            """
            select run.id, latest.step
            from unnest(:runs) as run(id),
                 lateral (select max(step) as step from training_metric where run_id = run.id)
                   as latest
            where latest.step is not null
            """)
        .param("runs", runIds.toArray(String[]::new))
        .query(
            row -> {
              steps.put(row.getString("id"), row.getLong("step"));
            });
    return steps;
  }
}
