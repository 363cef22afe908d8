package org.p2f.training.run.store;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What was said when runs were cancelled. */
@Component
public class Cancellations {
  private final JdbcClient sql;

  Cancellations(JdbcClient sql) {
    this.sql = sql;
  }

  /** Notes the choice for a run that is about to be cancelled; the last one counts. */
  public void choose(String runId, Choice choice) {
    sql.sql(
            """
            insert into training_cancellation (run_id, choice) values (:run, :choice)
            on conflict (run_id) do update set choice = excluded.choice
            """)
        .param("run", runId)
        .param("choice", choice.name())
        .update();
  }

  /** The choice for a run; {@link Choice#DISCARD} if none was noted. */
  public Choice of(String runId) {
    return sql.sql("select choice from training_cancellation where run_id = :run")
        .param("run", runId)
        .query((row, number) -> Choice.valueOf(row.getString("choice")))
        .optional()
        .orElse(Choice.DISCARD);
  }

  /** What becomes of the work of a run that is cancelled. */
  public enum Choice {
    /** The state after its last step is kept as an artifact, from which another run can go on. */
    CHECKPOINT,
    /** Nothing is kept. */
    DISCARD
  }
}
