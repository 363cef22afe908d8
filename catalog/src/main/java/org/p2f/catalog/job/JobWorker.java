package org.p2f.catalog.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.p2f.catalog.storage.InUse;
import org.p2f.catalog.storage.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Takes one job from claim to end. */
class JobWorker {
  private static final Logger log = LoggerFactory.getLogger(JobWorker.class);

  /** The phase of a job that waits for its next try. */
  static final String WAITING = "waiting to try again";

  /** The phase of a job that is not begun because the disk is nearly full. */
  private static final String NO_ROOM = "waiting for disk space";

  private static final Duration NEXT_LOOK_FOR_ROOM = Duration.ofSeconds(5);

  private final JobClaims claims;
  private final HandlerRegistry handlers;
  private final Workspaces workspaces;
  private final Attempt.Means means;
  private final WorkerProperties properties;
  private final Storage storage;

  JobWorker(
      JobClaims claims,
      HandlerRegistry handlers,
      Workspaces workspaces,
      Attempt.Means means,
      WorkerProperties properties,
      Storage storage) {
    this.storage = storage;
    this.claims = claims;
    this.handlers = handlers;
    this.workspaces = workspaces;
    this.means = means;
    this.properties = properties;
  }

  /** What becomes of the job's place in the queue. */
  sealed interface Place {
    /** It has ended. */
    record GivenUp() implements Place {}

    /** It waits for its next worker. */
    record Kept() implements Place {}

    /** It waits for its infrastructure to mend. */
    record Delayed(Duration pause) implements Place {}

    /** It belongs to another worker by now. */
    record Lost() implements Place {}
  }

  /** Cleans up after workers that died. */
  void sweep() {
    workspaces.sweep(claims.service().jobPrefix(), claims::isOver);
  }

  Place work(String jobId, BooleanSupplier shuttingDown) {
    if (shuttingDown.getAsBoolean()) {
      return new Place.Kept();
    }
    if (storage.isLow() && claims.putOff(jobId, NO_ROOM)) {
      return new Place.Delayed(NEXT_LOOK_FOR_ROOM);
    }
    Instant taken = means.now();
    Optional<Attempt.Claim> claim = claims.claim(jobId);
    if (claim.isEmpty()) {
      workspaces.remove(jobId);
      return new Place.GivenUp();
    }
    try (var _ = MDC.putCloseable("job", jobId);
        var trace = new AttemptTrace(means.traces(), claim.get(), taken, means.now())) {
      return work(claim.get(), trace, shuttingDown);
    }
  }

  /** Ends a job that other processes could not, and keeps what they have left of it. */
  void giveUp(String jobId, Job.Failure failure) {
    Instant taken = means.now();
    Optional<Attempt.Claim> claim = claims.claim(jobId);
    if (claim.isPresent()) {
      Attempt.Claim failed = claim.get().withFailure(failure);
      try (var _ = MDC.putCloseable("job", jobId);
          var trace = new AttemptTrace(means.traces(), failed, taken, means.now())) {
        work(failed, trace, () -> false);
      }
    }
  }

  private Place work(Attempt.Claim claim, AttemptTrace trace, BooleanSupplier shuttingDown) {
    log.info("Job {} ({}) starts, attempt {}", claim.jobId(), claim.kind(), claim.attempt());
    var attempt = new Attempt(claim, workspaces.of(claim.jobId()), means, trace, shuttingDown);
    Place place;
    try (attempt;
        var _ = InUse.begin()) {
      Job.Failure failure = claim.failure();
      place =
          failure == null
              ? run(attempt, claim.kind(), shuttingDown)
              : giveUp(attempt, claim.kind(), failure);
    } catch (StaleAttempt e) {
      log.warn("{}; letting go", e.getMessage());
      return new Place.Lost();
    }
    if (place instanceof Place.GivenUp) {
      workspaces.remove(claim.jobId());
    }
    return place;
  }

  private Place run(Attempt attempt, String kind, BooleanSupplier shuttingDown) {
    try {
      workspaces.make(attempt.jobId());
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
      attempt.trace().failed(thrown);
      if (FailureReason.isConnectionLoss(thrown)) {
        throw new DatabaseLost(attempt.jobId(), thrown);
      }
      Job.Failure failure = FailureReason.of(attempt.jobId(), thrown);
      if (FailureReason.isPassing(thrown)) {
        return retryOrGiveUp(attempt, kind, failure);
      }
      return thrown instanceof JobFailure ? fail(attempt, failure) : giveUp(attempt, kind, failure);
    }
  }

  private Place retryOrGiveUp(Attempt attempt, String kind, Job.Failure failure) {
    Optional<Place> retried = retry(attempt, failure, properties.maxRetries());
    return retried.isPresent() ? retried.get() : giveUp(attempt, kind, failure);
  }

  /**
   * Puts the job off for a pause that doubles each time.
   *
   * @return empty if it was tried again that often without progress
   */
  private Optional<Place> retry(Attempt attempt, Job.Failure failure, int limit) {
    return means
        .fence()
        .write(
            attempt.jobId(),
            attempt.attempt(),
            job -> {
              Instant now = means.now();
              if (!job.mayRetry(limit)) {
                return Optional.empty();
              }
              Duration pause = properties.pause(job.retries());
              job.retry(now);
              job.enter(WAITING, now);
              means.log().retry(job, failure, pause, limit, now);
              means.log().state(job, now);
              attempt.trace().ended("retried");
              log.warn("Job {} is tried again in {}: {}", job.id(), pause, failure.detail());
              return Optional.of(
                  job.state().isFinal() ? new Place.GivenUp() : new Place.Delayed(pause));
            });
  }

  /** Ends the job after its handler has kept what is worth keeping. */
  private Place giveUp(Attempt attempt, String kind, Job.Failure failure) {
    try {
      workspaces.bring(attempt.jobId());
      Optional<String> advice = handlers.require(kind).salvage(attempt);
      return fail(attempt, advice.map(failure::withAdvice).orElse(failure));
    } catch (StaleAttempt e) {
      throw e;
    } catch (Exception | OutOfMemoryError e) {
      if (FailureReason.isConnectionLoss(e)) {
        throw new DatabaseLost(attempt.jobId(), e);
      }
      log.error("Nothing of job {} could be kept", attempt.jobId(), e);
      // Ending it removes the workspace, where the work lies until there is room for it.
      int limit = properties.maxRetries() + properties.maxSalvages();
      Optional<Place> retried =
          FailureReason.isPassing(e) ? retry(attempt, failure, limit) : Optional.empty();
      return retried.isPresent() ? retried.get() : fail(attempt, failure);
    }
  }

  private Place succeed(Attempt attempt) {
    return end(
        attempt,
        (job, now) -> {
          attempt.results().forEach(result -> attempt.record(job, result));
          job.succeed(now);
        });
  }

  private Place handBack(Attempt attempt) {
    return end(attempt, (job, now) -> job.handBack(now));
  }

  private Place fail(Attempt attempt, Job.Failure failure) {
    return end(attempt, (job, now) -> job.fail(failure, now));
  }

  private Place end(Attempt attempt, Attempt.FencedWrite change) {
    attempt.trace().enter("commit");
    JobState state =
        attempt.write(
            (job, now) -> {
              change.to(job, now);
              means.log().state(job, now);
            });
    attempt.trace().ended(state.name().toLowerCase(Locale.ROOT));
    log.info("Job {} is {}", attempt.jobId(), state);
    return state.isFinal() ? new Place.GivenUp() : new Place.Kept();
  }

  /** The database went away under a job, which is to be claimed again when it is back. */
  static final class DatabaseLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseLost(String jobId, Throwable cause) {
      super("Lost the database while working on job " + jobId, cause);
    }
  }
}
