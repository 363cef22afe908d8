package org.p2f.catalog.job;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.p2f.catalog.ServiceRole;
import org.p2f.catalog.persistence.Identifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes waiting jobs out of the workers' queue, to be run by processes of their own, and gives back
 * what those leave. Any worker of the service may do so, several at once too.
 */
public class JobGroups {
  /** Exit status of a process whose job has failed: so would it again. */
  public static final int FAILED = 3;

  /** Jobs of a group at most; Kubernetes has a bound of 100,000 indexes. */
  static final int MAX_JOBS = 10_000;

  private static final String PREFIX = "grp";

  private final ServiceRole service;
  private final JdbcClient sql;
  private final JobClaims claims;
  private final DispatchQueue queue;
  private final JobWorker worker;
  private final TransactionTemplate transaction;
  private final Clock clock;

  JobGroups(
      ServiceRole service,
      JdbcClient sql,
      JobClaims claims,
      DispatchQueue queue,
      JobWorker worker,
      TransactionTemplate transaction,
      Clock clock) {
    this.service = service;
    this.sql = sql;
    this.claims = claims;
    this.queue = queue;
    this.worker = worker;
    this.transaction = transaction;
    this.clock = clock;
  }

  /**
   * Makes a group of the jobs that wait for a worker: the long ones, that are due.
   *
   * @param least jobs that a group is made of; where fewer wait, they go on waiting
   * @return the group's id
   */
  public Optional<String> gather(int least) {
    if (least < 1) {
      throw new IllegalArgumentException("A group of %d jobs is none".formatted(least));
    }
    return transaction.execute(
        status -> {
          List<String> jobs = takeWaiting();
          if (jobs.size() < least) {
            status.setRollbackOnly();
            return Optional.empty();
          }
          return Optional.of(add(jobs));
        });
  }

  private List<String> takeWaiting() {
    return sql
        .sql(
            """
            delete from %1$s where task_instance in (
              select d.task_instance from %1$s d join job j on j.id = d.task_instance
              where not d.picked and d.execution_time <= :now and j.state = 'QUEUED'
              order by j.created_at, j.id limit :most
              for update of d skip locked)
            returning task_instance"""
                .formatted(Lane.LONG.table(service)))
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .param("most", MAX_JOBS)
        .query((row, _) -> row.getString(1))
        .list()
        .stream()
        .sorted() // ids sort by time
        .toList();
  }

  private String add(List<String> jobs) {
    Instant now = clock.instant();
    String id = Identifier.next(PREFIX, now);
    sql.sql("insert into job_group (id, service, started, created_at) values (?, ?, false, ?)")
        .params(id, service.serviceName(), now.atOffset(ZoneOffset.UTC))
        .update();
    for (int number = 0; number < jobs.size(); number++) {
      sql.sql("insert into job_group_member (job_id, group_id, number) values (?, ?, ?)")
          .params(jobs.get(number), id, number)
          .update();
    }
    return id;
  }

  /**
   * Hands every group of the service to somebody who cares for it, each in a transaction of its
   * own; those that another worker cares for are left out.
   *
   * @param care may call the methods below
   */
  public void attend(Consumer<JobGroup> care) {
    for (String id : ids()) {
      transaction.executeWithoutResult(status -> lock(id).ifPresent(care));
    }
  }

  private List<String> ids() {
    return sql.sql("select id from job_group where service = ? order by created_at, id")
        .param(service.serviceName())
        .query((row, _) -> row.getString(1))
        .list();
  }

  private Optional<JobGroup> lock(String id) {
    return sql.sql("select started from job_group where id = ? for update skip locked")
        .param(id)
        .query(Boolean.class)
        .optional()
        .map(started -> new JobGroup(id, started, members(id)));
  }

  private List<JobGroup.Member> members(String id) {
    return sql.sql(
            """
            select m.number, m.job_id, j.state
            from job_group_member m join job j on j.id = m.job_id
            where m.group_id = ? order by m.number""")
        .param(id)
        .query((row, _) -> member(row))
        .list();
  }

  private static JobGroup.Member member(ResultSet row) throws SQLException {
    return new JobGroup.Member(
        row.getInt("number"), row.getString("job_id"), JobState.valueOf(row.getString("state")));
  }

  /** Says that the group's processes have been asked for. */
  public void started(JobGroup group) {
    sql.sql("update job_group set started = true where id = ?").param(group.id()).update();
  }

  /** Says of the group's jobs that nobody has begun why they wait. */
  public void explain(JobGroup group, String phase) {
    group.members().stream()
        .filter(member -> member.state() == JobState.QUEUED)
        .forEach(member -> claims.putOff(member.jobId(), phase));
  }

  /** Ends the group; jobs of it that have not ended wait for a worker again. */
  public void dissolve(JobGroup group) {
    group.members().stream()
        .filter(member -> !member.state().isFinal())
        .forEach(member -> queue.add(Lane.LONG, member.jobId(), clock.instant()));
    sql.sql("delete from job_group where id = ?").param(group.id()).update();
  }

  /**
   * Ends a job that its processes could not, and keeps what they have left of it. Not to be called
   * by who attends to a group.
   */
  public void giveUp(String jobId, Job.Failure failure) {
    worker.giveUp(jobId, failure);
  }

  /** The job of a group's process; empty if there is none (any more). */
  Optional<String> job(String group, int number) {
    return sql.sql(
            """
            select m.job_id from job_group_member m join job_group g on g.id = m.group_id
            where m.group_id = ? and m.number = ? and g.service = ?""")
        .params(group, number, service.serviceName())
        .query(String.class)
        .optional();
  }
}
