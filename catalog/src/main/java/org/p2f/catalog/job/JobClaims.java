package org.p2f.catalog.job;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.p2f.catalog.ServiceRole;
import org.springframework.transaction.support.TransactionTemplate;

/** Gives jobs to workers; each claim raises the attempt number, which fences all earlier ones. */
class JobClaims {
  private final ServiceRole service;
  private final JobRows rows;
  private final JobLog log;
  private final int maxDeaths;
  private final TransactionTemplate transaction;
  private final Clock clock;

  JobClaims(
      ServiceRole service,
      JobRows rows,
      JobLog log,
      int maxDeaths,
      TransactionTemplate transaction,
      Clock clock) {
    this.service = service;
    this.rows = rows;
    this.log = log;
    this.maxDeaths = maxDeaths;
    this.transaction = transaction;
    this.clock = clock;
  }

  ServiceRole service() {
    return service;
  }

  boolean isOver(String jobId) {
    return transaction.execute(
        status ->
            rows.findByIdAndService(jobId, service.serviceName())
                .map(job -> job.state().isFinal())
                .orElse(false));
  }

  /** Why a job failed; empty if it did not, or is there no more. */
  Optional<Job.Failure> failure(String jobId) {
    return transaction.execute(
        status -> rows.findByIdAndService(jobId, service.serviceName()).map(JobRow::failure));
  }

  /**
   * Leaves a job that nobody has begun where it is.
   *
   * @param phase why, for whoever looks at it
   * @return whether it waits
   */
  boolean putOff(String jobId, String phase) {
    return transaction.execute(
        status ->
            rows.lock(jobId, service.serviceName())
                .filter(job -> job.state() == JobState.QUEUED)
                .map(
                    job -> {
                      if (!phase.equals(job.phase())) {
                        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
                        job.enter(phase, now);
                        log.phase(job, phase, now);
                      }
                      return true;
                    })
                .orElse(false));
  }

  /** Empty if there is nothing left to do. */
  Optional<Attempt.Claim> claim(String jobId) {
    return transaction.execute(
        status ->
            rows.lock(jobId, service.serviceName())
                .filter(job -> !job.state().isFinal())
                .flatMap(this::claim));
  }

  private Optional<Attempt.Claim> claim(JobRow job) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    job.claim(now);
    // A worker that dies over keeping what is left of the job gets as many more chances.
    if (job.deaths() >= 2 * maxDeaths && !job.state().isFinal()) {
      job.fail(died(job), now);
    }
    log.state(job, now);
    return job.state().isFinal()
        ? Optional.empty()
        : Optional.of(
            new Attempt.Claim(
                job.id(),
                job.kind(),
                job.plan(),
                job.attempt(),
                job.createdAt(),
                job.traceparent(),
                job.deaths() >= maxDeaths ? died(job) : null));
  }

  private static Job.Failure died(JobRow job) {
    return new Job.Failure(
        "workers-died",
        Blame.INFRASTRUCTURE,
        "%d workers died over this job without progress in between".formatted(job.deaths()));
  }
}
