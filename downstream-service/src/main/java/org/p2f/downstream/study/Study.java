package org.p2f.downstream.study;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.access.Caller;

/**
 * A whole line of jobs as one resource.
 *
 * @param steps in an order in which they can be done
 * @param submittedBy the subject of who asked for it, in whose name its jobs are asked for
 * @param project that it is in, with all its jobs
 * @param obstacle why it does not go on at present; null while it does
 */
public record Study(
    String id,
    StudyPlan plan,
    StudyState state,
    List<StepProgress> steps,
    @Nullable String submittedBy,
    String project,
    @Nullable String obstacle,
    Instant createdAt,
    Instant updatedAt) {

  public Study {
    steps = List.copyOf(steps);
  }

  /** In whose name its jobs are asked for. */
  public Caller owner() {
    return new Caller(submittedBy, project, Set.of(project), false);
  }

  /** What that step has come to. */
  public Optional<StepProgress> step(String name) {
    return steps.stream().filter(step -> step.name().equals(name)).findFirst();
  }

  /**
   * Its steps as they are asked for. One that was begun before coarser grids were read from the
   * grid's codes has steps for their codes.
   */
  public List<StudyStep> line() {
    return StudyLine.of(plan, name -> step(name).isPresent());
  }

  /** The artifact that step made; empty unless it has succeeded. */
  public Optional<String> artifact(String step) {
    return step(step).map(StepProgress::artifactId);
  }

  /** With one step as it is now; the study's own state follows from its steps'. */
  public Study with(StepProgress changed, Instant now) {
    return mapped(step -> step.name().equals(changed.name()) ? changed : step, now);
  }

  private Study mapped(UnaryOperator<StepProgress> change, Instant now) {
    var changed = steps.stream().map(change).toList();
    return new Study(
        id, plan, state(changed), changed, submittedBy, project, obstacle, createdAt, now);
  }

  private static StudyState state(List<StepProgress> steps) {
    for (var ended : List.of(StudyState.CANCELLED, StudyState.FAILED)) {
      if (steps.stream().anyMatch(step -> step.state() == ended)
          && steps.stream().noneMatch(step -> step.state() == StudyState.RUNNING)) {
        return ended;
      }
    }
    return steps.stream().allMatch(step -> step.state() == StudyState.SUCCEEDED)
        ? StudyState.SUCCEEDED
        : StudyState.RUNNING;
  }

  /** Whether a step has failed or was cancelled: no further one is started. */
  public boolean isBroken() {
    return steps.stream()
        .anyMatch(s -> s.state() == StudyState.FAILED || s.state() == StudyState.CANCELLED);
  }

  /**
   * To be done again from that step on: it, all that need it, and all that have not succeeded.
   *
   * @param name of a step
   */
  public Study from(String name, Instant now) {
    Set<String> again = new HashSet<>(Set.of(name));
    for (var step : line()) {
      if (step.after().stream().anyMatch(again::contains)) {
        again.add(step.name());
      }
    }
    return mapped(
        step ->
            again.contains(step.name()) || step.state() != StudyState.SUCCEEDED
                ? step.again()
                : step,
        now);
  }

  /** Nothing more is started. */
  public Study cancelled(Instant now) {
    return mapped(
        step ->
            step.state() == StudyState.SUCCEEDED
                ? step
                : step.ended(StudyState.CANCELLED, null, now),
        now);
  }

  /** Share of its steps that is done, in [0, 1]. */
  public double progress() {
    return steps.stream().mapToDouble(StepProgress::progress).sum() / steps.size();
  }
}
