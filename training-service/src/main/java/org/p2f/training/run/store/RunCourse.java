package org.p2f.training.run.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.p2f.training.run.CoursePoint;
import org.p2f.training.run.CoursePoint.HeldOutPoint;
import org.p2f.training.run.CoursePoint.ProbePoint;
import org.p2f.training.run.CoursePoint.Scalar;
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
   * @param otherwise time of means whose own is not kept any more
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
            (row, number) ->
                new Recorded(
                    TrainingMetrics.point(row, number).scalars(),
                    Objects.requireNonNullElse(
                            row.getTimestamp("recorded_at"), Timestamp.from(otherwise))
                        .toInstant()))
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
   * What probes read and validation images cost, in order of steps. Read by one statement, so that
   * a step's points, which are recorded together, are seen together.
   *
   * @param most steps with such points
   */
  public List<Recorded> probes(String runId, long after, int most) {
    return sql.sql(
            """
            with next as (
              select step from training_probe where run_id = :run and step > :after
              union select step from held_out_loss where run_id = :run and step > :after
              order by step limit :most)
            select step, t, recorded_at, factor, accuracy, null as loss, null as rate
            from training_probe where run_id = :run and step in (select step from next)
            union all
            select step, t, recorded_at, null, null, loss, rate
            from held_out_loss where run_id = :run and step in (select step from next)
            order by step, t
            """)
        .param("run", runId)
        .param("after", after)
        .param("most", most)
        .query(
            (row, _) ->
                new Recorded(beside(row).scalars(), row.getTimestamp("recorded_at").toInstant()))
        .list();
  }

  private static CoursePoint beside(ResultSet row) throws SQLException {
    long step = row.getLong("step");
    double t = row.getDouble("t");
    String factor = row.getString("factor");
    return factor == null
        ? new HeldOutPoint(step, t, row.getDouble("loss"), row.getDouble("rate"))
        : new ProbePoint(step, t, factor, row.getDouble("accuracy"));
  }
}
