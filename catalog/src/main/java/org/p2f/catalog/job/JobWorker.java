package org.p2f.catalog.job;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Takes one job from claim to end. */
class JobWorker {
  private static final Logger log = LoggerFactory.getLogger(JobWorker.class);

  private final JobClaims claims;
  private final HandlerRegistry handlers;
  private final Workspaces workspaces;
  private final Attempt.Means means;

  JobWorker(
      JobClaims claims, HandlerRegistry handlers, Workspaces workspaces, Attempt.Means means) {
    this.claims = claims;
    this.handlers = handlers;
    this.workspaces = workspaces;
    this.means = means;
  }

  /** What becomes of the job's place in the queue. */
  enum Place {
    /** It has ended. */
    GIVEN_UP,
    /** It waits for its next worker. */
    KEPT,
    /** It belongs to another worker by now. */
    LOST
  }

  /** Cleans up after workers that died. */
  void sweep() {
    workspaces.sweep(claims.service().jobPrefix(), claims::isOver);
  }

  Place work(String jobId, BooleanSupplier shuttingDown) {
    if (shuttingDown.getAsBoolean()) {
      return Place.KEPT;
    }
    Optional<Attempt.Claim> claim = claims.claim(jobId);
    if (claim.isEmpty()) {
      workspaces.remove(jobId);
      return Place.GIVEN_UP;
    }
    try (var _ = MDC.putCloseable("job", jobId)) {
      return work(claim.get(), shuttingDown);
    }
  }

  private Place work(Attempt.Claim claim, BooleanSupplier shuttingDown) {
    log.info("Job {} ({}) starts, attempt {}", claim.jobId(), claim.kind(), claim.attempt());
    var attempt = new Attempt(claim, workspaces.open(claim.jobId()), means, shuttingDown);
    JobState state;
    try (attempt) {
      state = run(attempt, claim.kind(), shuttingDown);
    } catch (StaleAttempt e) {
      log.warn("{}; letting go", e.getMessage());
      return Place.LOST;
    }
    log.info("Job {} is {}", claim.jobId(), state);
    if (state.isFinal()) {
      workspaces.remove(claim.jobId());
      return Place.GIVEN_UP;
    }
    return Place.KEPT;
  }

  private JobState run(Attempt attempt, String kind, BooleanSupplier shuttingDown) {
    try {
      handlers.require(kind).run(attempt);
      return attempt.results().isEmpty() && attempt.stopSeen() != JobExecution.Stop.NONE
          ? handBack(attempt)
          : succeed(attempt);
    } catch (StaleAttempt e) {
      throw e;
    } catch (Throwable thrown) {
      // A pending interrupt would make the last write fail.
      boolean interrupted = Thread.interrupted() || thrown instanceof InterruptedException;
      if (interrupted && shuttingDown.getAsBoolean()) {
        return handBack(attempt);
      }
      if (FailureReason.isConnectionLoss(thrown)) {
        throw new DatabaseLost(attempt.jobId(), thrown);
      }
      return fail(attempt, FailureReason.of(attempt.jobId(), thrown));
    }
  }

  private JobState succeed(Attempt attempt) {
    return end(
        attempt,
        (job, now) -> {
          attempt.results().forEach(result -> attempt.record(job, result));
          job.succeed(now);
        });
  }

  private JobState handBack(Attempt attempt) {
    return end(attempt, (job, now) -> job.handBack(now));
  }

  private JobState fail(Attempt attempt, Job.Failure failure) {
    return end(attempt, (job, now) -> job.fail(failure, now));
  }

  private JobState end(Attempt attempt, Attempt.FencedWrite change) {
    return attempt.write(
        (job, now) -> {
          change.to(job, now);
          means.log().state(job, now);
        });
  }

  /** The database went away under a job, which is to be claimed again when it is back. */
  static final class DatabaseLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseLost(String jobId, Throwable cause) {
      super("Lost the database while working on job " + jobId, cause);
    }
  }
}
