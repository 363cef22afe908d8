package org.p2f.training.run.store;

import java.util.List;
import org.p2f.training.run.CoursePoint.HeldOutPoint;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The held-out losses of all training runs. */
@Component
public class HeldOutLosses {
  private final JdbcClient sql;

  HeldOutLosses(JdbcClient sql) {
    this.sql = sql;
  }

  /** Records points of one run; what is recorded again is overwritten. */
  @Transactional
  public void record(String runId, List<HeldOutPoint> points) {
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

  /** A run's points by step and time. */
  public List<HeldOutPoint> read(String runId) {
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
