package org.p2f.training.run.store;

import java.util.List;
import org.p2f.training.run.CoursePoint.HeldOutPoint;
import org.p2f.training.run.CoursePoint.ProbePoint;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The probes of all training runs: how well codes were read, and what validation images cost. */
@Component
public class TrainingProbes {
  private final JdbcClient sql;

  TrainingProbes(JdbcClient sql) {
    this.sql = sql;
  }

  /** Records points of one run; what is recorded again is overwritten. */
  @Transactional
  public void record(String runId, List<ProbePoint> points) {
    for (var point : points) {
      sql.sql(
              """
              insert into training_probe (run_id, step, t, factor, accuracy)
              values (:run, :step, :t, :factor, :accuracy)
              on conflict (run_id, step, t, factor) do update set accuracy = excluded.accuracy
              """)
          .param("run", runId)
          .param("step", point.step())
          .param("t", point.t())
          .param("factor", point.factor())
          .param("accuracy", point.accuracy())
          .update();
    }
  }

  /** A run's points by step, time and factor. */
  public List<ProbePoint> read(String runId) {
    return sql.sql(
            """
            select step, t, factor, accuracy from training_probe
            where run_id = :run order by step, t, factor
            """)
        .param("run", runId)
        .query(
            (row, number) ->
                new ProbePoint(
                    row.getLong("step"),
                    row.getDouble("t"),
                    row.getString("factor"),
                    row.getDouble("accuracy")))
        .list();
  }

  /** Records held-out losses of one run; what is recorded again is overwritten. */
  @Transactional
  public void recordHeldOut(String runId, List<HeldOutPoint> points) {
    for (var point : points) {
      sql.sql(
              """
              insert into held_out_loss (run_id, step, t, loss, rate)
              values (:run, :step, :t, :loss, :rate)
              on conflict (run_id, step, t) do update
              set loss = excluded.loss, rate = excluded.rate
              """)
          .param("run", runId)
          .param("step", point.step())
          .param("t", point.t())
          .param("loss", point.heldOutLoss())
          .param("rate", point.rate())
          .update();
    }
  }

  /** A run's held-out losses by step and time. */
  public List<HeldOutPoint> heldOut(String runId) {
    return sql.sql(
            """
            select step, t, loss, rate from held_out_loss
            where run_id = :run order by step, t
            """)
        .param("run", runId)
        .query(
            (row, number) ->
                new HeldOutPoint(
                    row.getLong("step"),
                    row.getDouble("t"),
                    row.getDouble("loss"),
                    row.getDouble("rate")))
        .list();
  }
}
