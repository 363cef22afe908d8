package org.p2f.training.mlflow.store;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.training.JobKinds;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How far one tracking server has been told of training runs. */
public class MlflowRuns {
  private final JdbcClient sql;
  private final String server;

  /**
   * @param server its address; another one begins anew with all runs
   */
  public MlflowRuns(JdbcClient sql, URI server) {
    this.sql = sql;
    this.server = server.toString();
  }

  /** Another worker has taken the run. */
  public static final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1;

    Lost(String runId) {
      super("Another worker has taken " + runId);
    }
  }

  /** Notes every run that has begun or ended and of which the server has not been told yet. */
  public void notice(Instant now) {
    sql.sql(
            """
            insert into mlflow_run (tracking_uri, run_id, state, due_at)
            select :server, id, 'PENDING', cast(:now as timestamptz) from job
            where kind = :kind and deletion_id is null and state <> 'QUEUED'
              and not exists (
                select 1 from mlflow_run where tracking_uri = :server and run_id = job.id)
            on conflict do nothing
            """)
        .param("server", server)
        .param("now", Timestamp.from(now))
        .param("kind", JobKinds.TRAINING)
        .update();
  }

  /**
   * Takes the run that has been due the longest; deleted ones wait.
   *
   * @param time after which others may take it
   */
  public Optional<Claim> take(Instant now, Duration time) {
    return sql.sql(
            """
            update mlflow_run
            set claim = claim + 1, due_at = :until
            where (tracking_uri, run_id) in (
              select tracking_uri, run_id from mlflow_run join job on job.id = run_id
              where tracking_uri = :server and mlflow_run.state = 'PENDING' and due_at <= :now
                and deletion_id is null
              order by due_at, run_id limit 1
              for update of mlflow_run skip locked)
            returning *
            """)
        .param("server", server)
        .param("now", Timestamp.from(now))
        .param("until", Timestamp.from(now.plus(time)))
        .query(MlflowRuns::claim)
        .optional();
  }

  /**
   * Keeps the run until then.
   *
   * @throws Lost if another has it by now, as in all that follow
   */
  public void hold(Claim claim, Instant until) {
    write(claim, "due_at = :until", Map.of("until", Timestamp.from(until)));
  }

  /** Notes that the run is there with its parameters. */
  public void begun(Claim claim, String mlflowId, @Nullable String artifacts) {
    var values = new HashMap<String, @Nullable Object>();
    values.put("mlflow", mlflowId);
    values.put("artifacts", artifacts);
    write(claim, "mlflow_id = :mlflow, artifacts = :artifacts", values);
  }

  /** Puts points on their way, and notes up to where they reach. */
  public void batched(Claim claim, String batch, long step, long probeStep) {
    write(
        claim,
        "batch = :batch, step = :step, probe_step = :probe",
        Map.of("batch", batch, "step", step, "probe", probeStep));
  }

  /** Notes that the points on their way are there. */
  public void sent(Claim claim) {
    write(claim, "batch = null", Map.of());
  }

  /** Notes that pictures up to that step are there. */
  public void pictured(Claim claim, long step) {
    write(claim, "picture_step = :step", Map.of("step", step));
  }

  /** Lets the run go, to be looked at again then. */
  public void told(Claim claim, Instant next) {
    write(
        claim,
        "failures = 0, refused_since = null, error = null, due_at = :next",
        Map.of("next", Timestamp.from(next)));
  }

  /** Notes that the server has been told all. */
  public void done(Claim claim) {
    write(
        claim,
        "state = 'DONE', failures = 0, refused_since = null, error = null, due_at = null",
        Map.of());
  }

  /** Lets the run go for a while, since the server could not be told. */
  public void failed(Claim claim, String error, Instant next) {
    write(
        claim,
        "failures = failures + 1, error = :error, due_at = :next",
        Map.of("error", error, "next", Timestamp.from(next)));
  }

  /**
   * Lets the run go for a while, or for good, since the server refuses it.
   *
   * @param since refusals that began before then are the last
   * @return whether the run was given up
   */
  public boolean refused(Claim claim, String error, Instant now, Instant next, Instant since) {
    write(
        claim,
        """
        failures = failures + 1, error = :error,
        refused_since = coalesce(refused_since, :now),
        state = case when refused_since < :since then 'GIVEN_UP' else state end,
        due_at = case when refused_since < :since then null else cast(:next as timestamptz) end
        """,
        Map.of(
            "error", error,
            "now", Timestamp.from(now),
            "next", Timestamp.from(next),
            "since", Timestamp.from(since)));
    return sql.sql(
            "select state = 'GIVEN_UP' from mlflow_run where tracking_uri = :s and run_id = :run")
        .param("s", server)
        .param("run", claim.runId())
        .query(Boolean.class)
        .single();
  }

  /** How many runs are in each state: {@code pending}, {@code failing}, {@code given-up}. */
  public long count(State state) {
    return sql.sql(
            "select count(*) from mlflow_run where tracking_uri = :server and " + state.condition)
        .param("server", server)
        .query(Long.class)
        .single();
  }

  /** What an operator asks for. */
  public enum State {
    /** Not told all yet; of runs that go on, the rest is to come. */
    PENDING("state = 'PENDING'"),
    /** Of which the last try to tell something failed. */
    FAILING("state = 'PENDING' and failures > 0"),
    DONE("state = 'DONE'"),
    GIVEN_UP("state = 'GIVEN_UP'");

    private final String condition;

    State(String condition) {
      this.condition = condition;
    }
  }

  private void write(Claim claim, String columns, Map<String, ? extends @Nullable Object> values) {
    int written =
        sql.sql(
                """
                update mlflow_run set %s
                where tracking_uri = :server and run_id = :run and claim = :claim
                  and state = 'PENDING'
                """
                    .formatted(columns))
            .params(values)
            .param("server", server)
            .param("run", claim.runId())
            .param("claim", claim.number())
            .update();
    if (written == 0) {
      throw new Lost(claim.runId());
    }
  }

  private static Claim claim(ResultSet row, int number) throws SQLException {
    return new Claim(
        row.getString("run_id"),
        row.getLong("claim"),
        row.getString("mlflow_id"),
        row.getString("artifacts"),
        row.getLong("step"),
        row.getLong("probe_step"),
        row.getLong("picture_step"),
        row.getString("batch"),
        row.getInt("failures"));
  }

  /**
   * A run that one worker has for a while, and what its tracking server has been told of it.
   *
   * @param number of the taking; what a worker writes later is refused once another has the run
   * @param mlflowId its id there; null until it is there with its parameters
   * @param artifacts where its artifacts are put, below the server's artifact API; null where the
   *     server takes none
   * @param step measures up to it have been batched
   * @param probeStep probes and held-out losses up to it have been batched
   * @param pictureStep pictures up to it are there
   * @param batch points on their way, a JSON array; null for none
   * @param failures since the last success
   */
  public record Claim(
      String runId,
      long number,
      @Nullable String mlflowId,
      @Nullable String artifacts,
      long step,
      long probeStep,
      long pictureStep,
      @Nullable String batch,
      int failures) {}
}
