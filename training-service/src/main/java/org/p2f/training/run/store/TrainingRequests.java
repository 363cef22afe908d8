package org.p2f.training.run.store;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What was asked for when runs were started. */
@Component
public class TrainingRequests {
  private final JdbcClient sql;

  TrainingRequests(JdbcClient sql) {
    this.sql = sql;
  }

  /**
   * @param request a JSON object; replaces one that is there
   */
  public void record(String runId, String request) {
    sql.sql(
            """
            insert into training_request (run_id, request) values (:run, :request)
            on conflict (run_id) do update set request = excluded.request
            """)
        .param("run", runId)
        .param("request", request)
        .update();
  }

  /** The request, as it was recorded. */
  public Optional<String> find(String runId) {
    return sql.sql("select request from training_request where run_id = :run")
        .param("run", runId)
        .query(String.class)
        .optional();
  }
}
