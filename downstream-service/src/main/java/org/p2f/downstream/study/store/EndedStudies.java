package org.p2f.downstream.study.store;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.webhook.EndedWork;
import org.p2f.catalog.webhook.Outcome;
import org.p2f.downstream.study.StepProgress;
import org.p2f.downstream.study.Study;
import org.p2f.downstream.study.StudyState;

/** Studies as webhooks are told of them. */
final class EndedStudies {
  private EndedStudies() {}

  /**
   * @param study in a final state
   */
  static EndedWork of(Study study) {
    return new EndedWork(
        EndedWork.Type.STUDY,
        study.id(),
        EndedWork.STUDY,
        Outcome.valueOf(study.state().name()),
        study.submittedBy(),
        study.project(),
        study.createdAt(),
        study.steps().stream()
            .map(StepProgress::startedAt)
            .filter(Objects::nonNull)
            .min(Instant::compareTo)
            .orElse(null),
        study.updatedAt(),
        failure(study),
        study.steps().stream().map(StepProgress::artifactId).filter(Objects::nonNull).toList());
  }

  /** That of the first step that has failed. */
  private static EndedWork.@Nullable Failure failure(Study study) {
    return study.steps().stream()
        .filter(step -> step.state() == StudyState.FAILED)
        .findFirst()
        .map(
            step ->
                new EndedWork.Failure(null, null, "%s: %s".formatted(step.title(), step.failure())))
        .filter(_ -> study.state() == StudyState.FAILED)
        .orElse(null);
  }
}
