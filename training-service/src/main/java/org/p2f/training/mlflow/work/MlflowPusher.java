package org.p2f.training.mlflow.work;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.p2f.catalog.job.Job;
import org.p2f.catalog.job.Jobs;
import org.p2f.training.mlflow.store.MlflowRuns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells MLflow of all training runs, one after the other, a part of each in turn. */
final class MlflowPusher implements MeterBinder {
  private static final Logger log = LoggerFactory.getLogger(MlflowPusher.class);

  private final MlflowServer server;
  private final MlflowRuns runs;
  private final MlflowPush push;
  private final Jobs jobs;
  private final MlflowProperties properties;
  private final Clock clock;

  MlflowPusher(
      MlflowServer server,
      MlflowRuns runs,
      MlflowPush push,
      Jobs jobs,
      MlflowProperties properties,
      Clock clock) {
    this.server = server;
    this.runs = runs;
    this.push = push;
    this.jobs = jobs;
    this.properties = properties;
    this.clock = clock;
  }

  /** Tells what is due, until there is nothing or the server cannot be told. */
  void tell() {
    runs.notice(clock.instant());
    boolean goesOn = true;
    while (goesOn && !Thread.currentThread().isInterrupted()) {
      Optional<MlflowRuns.Claim> taken =
          runs.take(clock.instant(), properties.patience().plus(HeldRun.MARGIN));
      goesOn = taken.isPresent() && tell(taken.get());
    }
  }

  /**
   * @return whether the server can be told more
   */
  private boolean tell(MlflowRuns.Claim claim) {
    try {
      return jobs.find(claim.runId()).map(job -> tell(claim, job)).orElse(true);
    } catch (MlflowServer.Unavailable e) {
      if (!Thread.currentThread().isInterrupted()) {
        unavailable(claim, e);
      }
      return false;
    } catch (MlflowServer.Refusal e) {
      refused(claim, String.valueOf(e.getMessage()));
      return true;
    } catch (MlflowRuns.Lost e) {
      log.info("{} and goes on telling MLflow of it", e.getMessage());
      return true;
    } catch (RuntimeException e) {
      log.warn("MLflow is told of {} later", claim.runId(), e);
      runs.failed(claim, String.valueOf(e.getMessage()), next(claim));
      return true;
    }
  }

  private boolean tell(MlflowRuns.Claim claim, Job job) {
    var held = new HeldRun(claim, runs, server, clock);
    switch (push.push(claim, job, held, runs)) {
      case MORE -> runs.told(claim, clock.instant());
      case NOTHING_YET -> runs.told(claim, clock.instant().plus(properties.poll()));
      case NOTHING_EVER -> runs.done(claim);
    }
    return true;
  }

  private void unavailable(MlflowRuns.Claim claim, MlflowServer.Unavailable e) {
    if (claim.failures() == 0) {
      log.warn("MLflow is told of {} later: {}", claim.runId(), e.getMessage());
    }
    runs.failed(claim, String.valueOf(e.getMessage()), next(claim));
  }

  private void refused(MlflowRuns.Claim claim, String why) {
    Instant now = clock.instant();
    boolean isOver =
        runs.refused(claim, why, now, next(claim), now.minus(properties.giveUpAfter()));
    if (isOver) {
      log.error("MLflow refuses {}, which is given up: {}", claim.runId(), why);
    } else if (claim.failures() == 0) {
      log.warn("MLflow refuses {}, which is tried again: {}", claim.runId(), why);
    }
  }

  private Instant next(MlflowRuns.Claim claim) {
    return clock.instant().plus(properties.pause(claim.failures() + 1));
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (var state : MlflowRuns.State.values()) {
      Gauge.builder("p2f.mlflow.runs", () -> runs.count(state))
          .description("Training runs by how far MLflow has been told of them")
          .tag("state", state.name().toLowerCase(Locale.ROOT).replace('_', '-'))
          .register(registry);
    }
  }
}
