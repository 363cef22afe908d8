package org.p2f.downstream.study;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.p2f.downstream.domain.StepProgress;
import org.p2f.downstream.domain.Study;
import org.p2f.downstream.domain.StudyLine;
import org.p2f.downstream.domain.StudyState;
import org.p2f.downstream.domain.StudyStep;
import org.p2f.downstream.persistence.Studies;
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
  private final StepJobs platform;
  private final ReportJobs reports;
  private final int parallel;
  private final Clock clock;

  StudyDriver(Studies studies, StepJobs platform, ReportJobs reports, int parallel, Clock clock) {
    this.studies = studies;
    this.platform = platform;
    this.reports = reports;
    this.parallel = parallel;
    this.clock = clock;
  }

  /** Moves every study that is to go on. */
  void moveAll() {
    for (var id : studies.running()) {
      try {
        studies.changeIfFree(id, this::move);
      } catch (StepJobs.Unreachable e) {
        log.warn("Study {} waits: {}", id, e.getMessage());
      } catch (RuntimeException e) {
        log.error("Study {} stands still until the next look", id, e);
      }
    }
  }

  /** Stops every job of a study that was cancelled. */
  void cancel(Study study) {
    for (var step : study.steps()) {
      if (step.state() == StudyState.CANCELLED && step.jobId() != null) {
        platform.cancel(step.jobId());
      }
    }
  }

  private Study move(Study study) {
    var seen = follow(study);
    return seen.isBroken() ? seen : start(seen);
  }

  private Study follow(Study before) {
    var study = before;
    for (var step : before.steps()) {
      if (step.state() == StudyState.RUNNING && step.jobId() != null) {
        study = study.with(followed(step, step.jobId()), clock.instant());
      }
    }
    return study;
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

  private Study start(Study before) {
    var study = before;
    long running =
        study.steps().stream().filter(step -> step.state() == StudyState.RUNNING).count();
    for (var step : study.line()) {
      if (running >= parallel) {
        break;
      }
      if (isDue(study, step)) {
        study = study.with(started(study, step), clock.instant());
        running++;
      }
    }
    return study;
  }

  private static boolean isDue(Study study, StudyStep step) {
    return study.step(step.name()).orElseThrow().state() == StudyState.WAITING
        && step.after().stream().allMatch(name -> study.artifact(name).isPresent());
  }

  private StepProgress started(Study study, StudyStep step) {
    var progress = study.step(step.name()).orElseThrow();
    var key = "study-%s-%s-%d".formatted(study.id(), step.name(), progress.run());
    try {
      var job =
          step.name().equals(StudyLine.REPORT)
              ? reports.submit(study, key)
              : platform.submit(step.path(), filled(study, step), key);
      return progress.started(job.id(), clock.instant());
    } catch (StepJobs.Refused refused) {
      return progress.ended(StudyState.FAILED, refused.getMessage(), clock.instant());
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
