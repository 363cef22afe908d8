package org.p2f.catalog.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.p2f.catalog.ServiceRole;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How many jobs of a service there are in each state; of those that have ended, the ones of the
 * last {@link #WINDOW}. Counted at most once in {@link #STALE}, however often it is asked.
 */
class JobCounts {
  static final Duration WINDOW = Duration.ofHours(1);
  static final Duration STALE = Duration.ofSeconds(5);

  private final ServiceRole service;
  private final JdbcClient sql;
  private final Clock clock;
  private Snapshot latest = new Snapshot(Instant.MIN, List.of());

  JobCounts(ServiceRole service, JdbcClient sql, Clock clock) {
    this.service = service;
    this.sql = sql;
    this.clock = clock;
  }

  /** Jobs of that kind in that state. */
  double in(String kind, JobState state) {
    return rows().stream()
        .filter(row -> row.kind().equals(kind) && row.state() == state)
        .mapToLong(Row::jobs)
        .sum();
  }

  /** Jobs of that kind that wait to be tried again after a failure of the infrastructure. */
  double retrying(String kind) {
    return rows().stream().filter(row -> row.kind().equals(kind)).mapToLong(Row::retrying).sum();
  }

  /** Seconds that the oldest queued job of that kind has been waiting; 0 if none is queued. */
  double oldestQueued(String kind) {
    return rows().stream()
        .filter(row -> row.kind().equals(kind) && row.state() == JobState.QUEUED)
        .mapToDouble(row -> Duration.between(row.oldest(), clock.instant()).toMillis() / 1e3)
        .map(seconds -> Math.max(0, seconds))
        .max()
        .orElse(0);
  }

  private synchronized List<Row> rows() {
    Instant now = clock.instant();
    if (latest.taken().isBefore(now.minus(STALE))) {
      latest = new Snapshot(now, count(now));
    }
    return latest.rows();
  }

  private List<Row> count(Instant now) {
    return sql.sql(
            """
            select kind, state, count(*) as jobs, min(created_at) as oldest,
                   count(*) filter (where phase = :waiting and finished_at is null) as retrying
            from job
            where service = :service and (finished_at is null or finished_at > :since)
            group by kind, state""")
        .param("service", service.serviceName())
        .param("waiting", JobWorker.WAITING)
        .param("since", now.minus(WINDOW).atOffset(ZoneOffset.UTC))
        .query(
            (row, _) ->
                new Row(
                    row.getString("kind"),
                    JobState.valueOf(row.getString("state")),
                    row.getLong("jobs"),
                    row.getLong("retrying"),
                    row.getTimestamp("oldest").toInstant()))
        .list();
  }

  private record Snapshot(Instant taken, List<Row> rows) {}

  private record Row(String kind, JobState state, long jobs, long retrying, Instant oldest) {}
}
