package org.p2f.catalog.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Runs one job of a group, whatever becomes of it, and ends the process. If the process is told to
 * end before, the job is handed back for the process that takes its place; if it is killed, that
 * one claims the job from it, which fences whatever is left of the first.
 */
class GroupedJob implements SmartLifecycle {
  /** The job has ended otherwise than by failing, or is nobody's any more. */
  static final int DONE = 0;

  /** The job waits for another process. */
  static final int AGAIN = 1;

  /** After a lost database or a defect of ours. */
  private static final Duration RETRY_DELAY = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(GroupedJob.class);

  private final GroupedProperties told;
  private final JobGroups groups;
  private final JobClaims claims;
  private final JobWorker worker;
  private final Duration shutdownWait;
  private final IntConsumer end;
  private volatile boolean shuttingDown;
  private @Nullable Thread thread;

  /**
   * @param end of the process, with that status; is called by a thread of its own
   */
  GroupedJob(
      GroupedProperties told,
      JobGroups groups,
      JobClaims claims,
      JobWorker worker,
      Duration shutdownWait,
      IntConsumer end) {
    this.told = told;
    this.groups = groups;
    this.claims = claims;
    this.worker = worker;
    this.shutdownWait = shutdownWait;
    this.end = end;
  }

  @Override
  public void start() {
    thread = Thread.ofPlatform().name("job-worker-0").start(this::runToTheEnd);
  }

  @Override
  public void stop() {
    shuttingDown = true;
    Thread running = thread;
    thread = null;
    if (running == null) {
      return;
    }
    try {
      if (!running.join(shutdownWait)) {
        running.interrupt();
        running.join(shutdownWait);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  private void runToTheEnd() {
    int status = AGAIN;
    try {
      Optional<String> job = groups.job(told.group(), told.number());
      if (job.isEmpty()) {
        log.warn("Group {} has no job {}", told.group(), told.number());
      }
      status = job.isEmpty() ? DONE : run(job.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      log.error("Job {} of group {} was let go", told.number(), told.group(), e);
    }
    int code = status;
    if (!shuttingDown) { // else the process ends already, and waits for this thread
      Thread.ofPlatform().name("end").start(() -> end.accept(code));
    }
  }

  private int run(String jobId) throws InterruptedException {
    while (!shuttingDown) {
      switch (place(jobId)) {
        case JobWorker.Place.GivenUp() -> {
          return outcome(jobId);
        }
        case JobWorker.Place.Kept() -> {
          return AGAIN;
        }
        case JobWorker.Place.Delayed(var pause) -> Thread.sleep(pause);
        case JobWorker.Place.Lost() -> {
          return AGAIN;
        }
      }
    }
    return AGAIN;
  }

  private JobWorker.Place place(String jobId) {
    try {
      return worker.work(jobId, () -> shuttingDown);
    } catch (RuntimeException e) {
      log.warn("Job {} is tried again in {}", jobId, RETRY_DELAY, e);
      return new JobWorker.Place.Delayed(RETRY_DELAY);
    }
  }

  private int outcome(String jobId) {
    Optional<Job.Failure> failure = claims.failure(jobId);
    failure.ifPresent(
        why -> tell("Job %s failed: %s: %s".formatted(jobId, why.code(), why.detail())));
    return failure.isPresent() ? JobGroups.FAILED : DONE;
  }

  private void tell(String message) {
    Path file = told.message();
    if (Files.isWritable(file)) {
      try {
        Files.writeString(file, message);
      } catch (IOException e) {
        log.warn("Nobody is told why", e);
      }
    }
  }
}
