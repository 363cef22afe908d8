package org.p2f.downstream.study.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.p2f.downstream.study.StepProgress;
import org.p2f.downstream.study.Study;
import org.p2f.downstream.study.StudyLine;
import org.p2f.downstream.study.StudyPlan;
import org.p2f.downstream.study.StudyState;
import org.p2f.downstream.study.StudyStep;

/** A study as the API shows it. */
@Schema(description = "A whole line of jobs as one resource")
record StudyView(
    String id,
    String name,
    StudyState state,
    @Schema(
            description =
                "Why it does not go on at present, though it is running; absent while it does")
        @Nullable String obstacle,
    @Schema(description = "Share of its steps that is done, in [0, 1]") double progress,
    StudyPlan plan,
    @Schema(description = "In an order in which they can be done") List<StudyStepView> steps,
    @Schema(
            description =
                "The artifact with report.html and report.json; present when it has" + " succeeded")
        @Nullable String reportId,
    Instant createdAt,
    Instant updatedAt) {

  static StudyView of(Study study) {
    return new StudyView(
        study.id(),
        study.plan().name(),
        study.state(),
        study.state().isFinal() ? null : study.obstacle(),
        study.progress(),
        study.plan(),
        steps(study),
        study.artifact(StudyLine.REPORT).orElse(null),
        study.createdAt(),
        study.updatedAt());
  }

  private static List<StudyStepView> steps(Study study) {
    var heads =
        study.line().stream()
            .collect(
                Collectors.toMap(StudyStep::name, step -> StudyLine.heads(study.plan(), step)));
    return study.steps().stream()
        .map(step -> StudyStepView.of(step, heads.getOrDefault(step.name(), 0L)))
        .toList();
  }

  /** One step of a study as the API shows it. */
  public record StudyStepView(
      String name,
      String title,
      StudyState state,
      @Schema(description = "Of its job, in [0, 1]") double progress,
      @Schema(description = "How many it trains; present if it trains heads") @Nullable Long heads,
      @Nullable String jobId,
      @Schema(description = "What it made") @Nullable String artifactId,
      @Schema(description = "Why it failed") @Nullable String failure,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt) {

    static StudyStepView of(StepProgress step, long heads) {
      return new StudyStepView(
          step.name(),
          step.title(),
          step.state(),
          step.progress(),
          heads == 0 ? null : heads,
          step.jobId(),
          step.artifactId(),
          step.failure(),
          step.startedAt(),
          step.finishedAt());
    }
  }
}
