package org.p2f.training.run.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What people have written on runs. */
@Component
public class RunLabels {
  private final JdbcClient sql;

  RunLabels(JdbcClient sql) {
    this.sql = sql;
  }

  /** Writes it in the place of what was there. */
  public void set(String runId, Label label) {
    sql.sql(
            """
            insert into training_label (run_id, tags, notes)
            values (:run, cast(:tags as text[]), :notes)
            on conflict (run_id) do update set tags = excluded.tags, notes = excluded.notes
            """)
        .param("run", runId)
        .param("tags", label.tags().toArray(String[]::new))
        .param("notes", label.notes())
        .update();
  }

  public Label of(String runId) {
    return of(List.of(runId)).getOrDefault(runId, Label.NONE);
  }

  /** By run; those on which nothing was ever written are absent. */
  public Map<String, Label> of(Collection<String> runIds) {
    Map<String, Label> labels = new HashMap<>();
    if (!runIds.isEmpty()) {
      sql.sql("select * from training_label where run_id in (:runs)")
          .param("runs", runIds)
          .query(
              row -> {
                labels.put(row.getString("run_id"), label(row));
              });
    }
    return labels;
  }

  private static Label label(ResultSet row) throws SQLException {
    return new Label(List.of((String[]) row.getArray("tags").getArray()), row.getString("notes"));
  }

  /**
   * What people have written on a run.
   *
   * @param tags in their order, each once
   * @param notes empty if there are none
   */
  public record Label(List<String> tags, String notes) {
    /** Of a run on which nothing is written. */
    public static final Label NONE = new Label(List.of(), "");

    public Label {
      tags = List.copyOf(tags);
    }
  }
}
