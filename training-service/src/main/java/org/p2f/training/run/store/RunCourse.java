package org.p2f.training.run.store;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.p2f.training.run.HeldOutPoint;
import org.p2f.training.run.ProbePoint;
import org.p2f.training.run.Scalar;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The curves of a run, for who follows them: what there is beyond the step he knows. */
@Component
public class RunCourse {
  /** Longer runs are told as means. */
  public static final int MOST_POINTS = 10_000;

  private final JdbcClient sql;

  RunCourse(JdbcClient sql) {
    this.sql = sql;
  }

  /**
   * Some points of one step.
   *
   * @param at when the step was recorded
   */
  public record Recorded(List<Scalar> scalars, Instant at) {
    public Recorded {
      scalars = List.copyOf(scalars);
    }

    public long step() {
      return scalars.getFirst().step();
    }
  }

  /**
   * What steps measured: of each step where the plan has at most {@value #MOST_POINTS}, otherwise
   * means over 8, 64, … steps, each at the last of them.
   *
   * @param steps of the plan
   * @param ended whether the run has; before that, means that a step may still change are left out
   * @param otherwise time of points whose own is not kept any more
   * @param most such points
   */
  public List<Recorded> measures(
      String runId, long after, long steps, boolean ended, Instant otherwise, int most) {
    int width = width(steps);
    String rows =
        width == 1
            ? "select * from training_metric where run_id = :run and step > :after"
            : """
              select r.*, m.recorded_at
              from training_metric_range r
                   left join training_metric m on m.run_id = r.run_id and m.step = r.step
              where r.run_id = :run and r.width = :width and r.bucket >= :after / :width
                and r.step > :after and (:ended or r.step = (r.bucket + 1) * :width)
              """;
    return sql.sql("select * from (%s) as told order by step limit :most".formatted(rows))
        .param("run", runId)
        .param("after", after)
        .param("width", width)
        .param("ended", ended)
        .param("most", most)
        .query(
            recorded(
                otherwise, (row, n) -> Scalar.of(TrainingMetrics.point(row, n))))
        .list();
  }

  private static int width(long steps) {
    return steps <= MOST_POINTS
        ? 1
        : TrainingMetrics.WIDTHS.stream()
            .filter(width -> steps / width <= MOST_POINTS)
            .findFirst()
            .orElseGet(TrainingMetrics.WIDTHS::getLast);
  }

  /**
   * What probes read and validation images cost, in order of steps.
   *
   * @param otherwise time of points whose own is not kept any more
   * @param most steps with such points; all of a step's are told
   */
  public List<Recorded> probes(String runId, long after, Instant otherwise, int most) {
    Stream<Recorded> probes =
        beside(
            "training_probe",
            runId,
            after,
            most,
            recorded(
                otherwise,
                (row, _) ->
                    List.of(
                        Scalar.of(
                            new ProbePoint(
                                row.getLong("step"),
                                row.getDouble("t"),
                                row.getString("factor"),
                                row.getDouble("accuracy"))))));
    Stream<Recorded> losses =
        beside(
            "held_out_loss",
            runId,
            after,
            most,
            recorded(
                otherwise,
                (row, _) ->
                    Scalar.of(
                        new HeldOutPoint(
                            row.getLong("step"),
                            row.getDouble("t"),
                            row.getDouble("loss"),
                            row.getDouble("rate")))));
    return Stream.concat(probes, losses).toList();
  }

  /** The rows of the next steps at which either table has some. */
  private Stream<Recorded> beside(
      String table, String runId, long after, int most, RowMapper<Recorded> row) {
    return sql.sql(
            """
            select told.*, (
              select recorded_at from training_metric
              where run_id = :run and step >= told.step order by step limit 1) as recorded_at
            from %s as told
            where run_id = :run and step in (
              select step from (
                select step from training_probe where run_id = :run
                union select step from held_out_loss where run_id = :run) as steps
              where step > :after order by step limit :most)
            order by step, t
            """
                .formatted(table))
        .param("run", runId)
        .param("after", after)
        .param("most", most)
        .query(row)
        .list()
        .stream();
  }

  private static RowMapper<Recorded> recorded(
      Instant otherwise, RowMapper<List<Scalar>> scalars) {
    return (row, number) ->
        new Recorded(
            Objects.requireNonNull(scalars.mapRow(row, number)),
            Objects.requireNonNullElse(row.getTimestamp("recorded_at"), Timestamp.from(otherwise))
                .toInstant());
  }
}
