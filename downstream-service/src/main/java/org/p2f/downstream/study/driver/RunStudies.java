package org.p2f.downstream.study.driver;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.trace.Traces;
import org.p2f.downstream.study.Study;
import org.p2f.downstream.study.StudyState;
import org.p2f.downstream.study.store.Studies;
import org.p2f.downstream.study.store.StudyCancellations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Keeps this service's studies going, as long as it runs and knows where the platform is. */
@Component
public class RunStudies implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(RunStudies.class);

  private final Studies studies;
  private final StudyCancellations cancellations;
  private final Duration pollInterval;
  private final boolean works;
  private final Clock clock;
  private final @Nullable StudyToken token;
  private final @Nullable StudyDriver driver;
  private volatile @Nullable ScheduledExecutorService executor;

  RunStudies(
      Studies studies,
      StudyCancellations cancellations,
      ReportJobs reports,
      StudyProperties properties,
      Traces traces,
      JsonMapper json,
      Clock clock,
      @Value("${p2f.worker.enabled:true}") boolean works) {
    this.studies = studies;
    this.cancellations = cancellations;
    this.pollInterval = properties.pollInterval();
    this.works = works;
    this.clock = clock;
    this.token =
        properties.tokenFile() == null ? null : new StudyToken(properties.tokenFile(), json);
    this.driver =
        properties.platform() == null || token == null
            ? null
            : new StudyDriver(
                studies,
                cancellations,
                new PlatformJobs(properties.platform(), token, traces, json),
                reports,
                properties.parallelSteps(),
                traces,
                clock);
  }

  /** Why no study can be carried out here, one sentence; empty if one can. */
  public Optional<String> obstacle() {
    if (driver == null || token == null) {
      return Optional.of(
          "This service does not know where the platform is: p2f.studies.platform is not set");
    }
    return token.isReadable()
        ? Optional.empty()
        : Optional.of("The file that p2f.studies.token-file names cannot be read");
  }

  /** The scopes without which the token at hand cannot carry out a study. */
  public Set<String> missingScopes() {
    return token == null ? Set.of() : token.missing();
  }

  /**
   * Stops a study, unless it has ended; its jobs are stopped at the next look at which they can be
   * reached. Empty if there is no such study.
   */
  public Optional<Study> cancel(String id) {
    return studies.change(id, study -> study.state().isFinal() ? study : cancelled(study));
  }

  private Study cancelled(Study study) {
    for (var step : study.steps()) {
      if (step.state() == StudyState.RUNNING && step.jobId() != null) {
        cancellations.add(study.id(), step.jobId());
      }
    }
    return study.cancelled(clock.instant());
  }

  /**
   * Does a study again from that step on. One that runs is left alone: another request has set it
   * going. Empty if there is none.
   */
  public Optional<Study> again(String id, String step) {
    return studies.change(
        id, study -> study.state().isFinal() ? study.from(step, clock.instant()) : study);
  }

  @Override
  public void start() {
    var drives = driver;
    if (drives == null || !works) {
      return;
    }
    var started =
        Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("studies").factory());
    executor = started;
    long pause = pollInterval.toMillis();
    var _ =
        started.scheduleWithFixedDelay(() -> moveAll(drives), pause, pause, TimeUnit.MILLISECONDS);
  }

  private static void moveAll(StudyDriver driver) {
    try {
      driver.moveAll();
    } catch (RuntimeException e) {
      log.error("Studies stand still until the next look", e);
    }
  }

  @Override
  public void stop() {
    var running = executor;
    if (running != null) {
      running.shutdownNow();
      executor = null;
    }
  }

  @Override
  public boolean isRunning() {
    return executor != null;
  }
}
