package org.p2f.training.run.store;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The pictures of samples of all training runs; each has some kilobytes. */
@Component
public class SampleGrids {
  private final JdbcClient sql;

  SampleGrids(JdbcClient sql) {
    this.sql = sql;
  }

  /**
   * Records a picture of one run; one of the same step is overwritten.
   *
   * @param png the picture
   */
  public void record(String runId, SampleGrid grid, byte[] png) {
    sql.sql(
            """
            insert into training_sample (run_id, step, seconds, picture)
            values (:run, :step, :seconds, :picture)
            on conflict (run_id, step) do update
            set seconds = excluded.seconds, picture = excluded.picture
            """)
        .param("run", runId)
        .param("step", grid.step())
        .param("seconds", grid.seconds())
        .param("picture", png)
        .update();
  }

  /** Whether there is one of that step. */
  public boolean has(String runId, long step) {
    return list(runId).stream().anyMatch(grid -> grid.step() == step);
  }

  /** A run's pictures by step. */
  public List<SampleGrid> list(String runId) {
    return sql.sql("select step, seconds from training_sample where run_id = :run order by step")
        .param("run", runId)
        .query((row, number) -> new SampleGrid(row.getLong("step"), row.getDouble("seconds")))
        .list();
  }

  /** The picture after that step, a PNG. */
  public Optional<byte[]> picture(String runId, long step) {
    return sql.sql("select picture from training_sample where run_id = :run and step = :step")
        .param("run", runId)
        .param("step", step)
        .query((row, number) -> row.getBytes("picture"))
        .optional();
  }

  /**
   * A picture of samples made while a run was trained.
   *
   * @param step number of steps behind it
   * @param seconds it took
   */
  public record SampleGrid(long step, double seconds) {}
}
