package org.p2f.downstream.study.driver;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.p2f.catalog.trace.Traces;
import org.p2f.downstream.study.StepProgress;
import org.p2f.downstream.study.Study;
import org.p2f.downstream.study.StudyLine;
import org.p2f.downstream.study.StudyState;
import org.p2f.downstream.study.StudyStep;
import org.p2f.downstream.study.store.Studies;
import org.p2f.downstream.study.store.StudyCancellations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries studies on, one move at a time: sees how their jobs stand and asks for those whose turn
 * has come. What it knows stands in the study's row, and a job that was asked for twice, by one
 * that died before writing it down, is one job; so it may be killed at any moment.
 */
final class StudyDriver {
  private static final Logger log = LoggerFactory.getLogger(StudyDriver.class);

  private final Studies studies;
  private final StudyCancellations cancellations;
  private final StepJobs platform;
  private final ReportJobs reports;
  private final int parallel;
  private final Traces traces;
  private final Clock clock;

  StudyDriver(
      Studies studies,
      StudyCancellations cancellations,
      StepJobs platform,
      ReportJobs reports,
      int parallel,
      Traces traces,
      Clock clock) {
    this.studies = studies;
    this.cancellations = cancellations;
    this.platform = platform;
    this.reports = reports;
    this.parallel = parallel;
    this.traces = traces;
    this.clock = clock;
  }

  /** Moves every study that is to go on. */
  void moveAll() {
    stopJobs();
    for (var id : studies.running()) {
      try {
        studies
            .find(id)
            .map(this::follow)
            .filter(study -> !study.isBroken())
            .ifPresent(this::start);
        studies.waitsFor(id, null);
      } catch (StepJobs.Unreachable e) {
        log.warn("Study {} waits: {}", id, e.getMessage());
        studies.waitsFor(id, e.getMessage());
      } catch (RuntimeException e) {
        log.error("Study {} stands still until the next look", id, e);
      }
    }
  }

  /** Stops those jobs that it can reach; the others are stopped at a later look. */
  private void stopJobs() {
    for (var job : cancellations.jobs()) {
      try {
        platform.cancel(job);
        cancellations.done(job);
      } catch (StepJobs.Unreachable e) {
        log.warn("Job {} is stopped later: {}", job, e.getMessage());
      }
    }
  }

  /**
   * What a step has become according to the platform, which is asked while nothing is locked.
   *
   * @param before as it was when the platform was asked
   */
  private record Change(StepProgress before, StepProgress after) {}

  /** Writes changes down; one to a step that somebody else has changed since is dropped. */
  private Study write(Study seen, List<Change> changes) {
    return changes.isEmpty()
        ? seen
        : studies
            .change(
                seen.id(),
                current -> {
                  var study = current;
                  for (var change : changes) {
                    study = changed(study, change);
                  }
                  return study;
                })
            .orElse(seen);
  }

  private Study changed(Study current, Change change) {
    var step = current.step(change.before().name()).orElseThrow();
    if (step.equals(change.before())) {
      return current.with(change.after(), clock.instant());
    }
    var asked = change.after().jobId();
    if (change.before().jobId() == null && asked != null && !asked.equals(step.jobId())) {
      cancellations.add(current.id(), asked); // the study was cancelled while it was asked for
    }
    return current;
  }

  private Study follow(Study before) {
    List<Change> changes = new ArrayList<>();
    for (var step : before.steps()) {
      if (step.state() == StudyState.RUNNING && step.jobId() != null) {
        var after = followed(step, step.jobId());
        if (!after.equals(step)) {
          changes.add(new Change(step, after));
        }
      }
    }
    return write(before, changes);
  }

  private StepProgress followed(StepProgress step, String jobId) {
    try {
      return seen(step, job(step, jobId));
    } catch (StepJobs.Refused gone) {
      return step.ended(StudyState.FAILED, gone.getMessage(), clock.instant());
    }
  }

  private StepJob job(StepProgress step, String id) {
    return step.name().equals(StudyLine.REPORT) ? reports.find(id) : platform.find(id);
  }

  private StepProgress seen(StepProgress step, StepJob job) {
    var now = clock.instant();
    return switch (job.state()) {
      case SUCCEEDED ->
          job.artifactId() == null
              ? step.ended(StudyState.FAILED, "Its job made nothing", now)
              : step.succeeded(job.artifactId(), now);
      case FAILED, CANCELLED -> step.ended(job.state(), job.failure(), now);
      case WAITING, RUNNING -> step.at(job.progress());
    };
  }

  private void start(Study before) {
    var study = before;
    long running =
        study.steps().stream().filter(step -> step.state() == StudyState.RUNNING).count();
    for (var step : study.line()) {
      if (running >= parallel) {
        break;
      }
      if (isDue(study, step)) {
        var waiting = study.step(step.name()).orElseThrow();
        study = write(study, List.of(new Change(waiting, started(study, step))));
        running++;
      }
    }
  }

  private static boolean isDue(Study study, StudyStep step) {
    return study.step(step.name()).orElseThrow().state() == StudyState.WAITING
        && step.after().stream().allMatch(name -> study.artifact(name).isPresent());
  }

  private StepProgress started(Study study, StudyStep step) {
    var progress = study.step(step.name()).orElseThrow();
    var key = "study-%s-%s-%d".formatted(study.id(), step.name(), progress.run());
    var span =
        traces
            .span("study step", studies.trace(study.id()).orElse(null))
            .tag("p2f.study.id", study.id())
            .tag("p2f.study.step", step.name())
            .start();
    try (var _ = traces.tracer().withSpan(span)) {
      var job =
          step.name().equals(StudyLine.REPORT)
              ? reports.submit(study, key)
              : platform.submit(step.path(), filled(study, step), key, study.owner());
      return progress.started(job.id(), clock.instant());
    } catch (StepJobs.Refused refused) {
      span.error(refused);
      return progress.ended(StudyState.FAILED, refused.getMessage(), clock.instant());
    } finally {
      span.end();
    }
  }

  /** The request, with the artifacts of earlier steps in their places. */
  private static Map<String, Object> filled(Study study, StudyStep step) {
    Map<String, Object> body = new TreeMap<>();
    step.body().forEach((field, value) -> body.put(field, filled(study, value)));
    return body;
  }

  private static Object filled(Study study, Object value) {
    return switch (value) {
      case StudyStep.Result(var name) -> study.artifact(name).orElseThrow();
      case List<?> list -> list.stream().map(item -> filled(study, item)).toList();
      default -> value;
    };
  }
}
