package org.p2f.downstream.study;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one step of a study has come to.
 *
 * @param run how often it was started anew; part of the key by which its job is asked for
 * @param progress of its job, in [0, 1]
 * @param artifactId what it made; present exactly when it has succeeded
 * @param failure why it failed, one sentence
 */
public record StepProgress(
    String name,
    String title,
    StudyState state,
    int run,
    double progress,
    @Nullable String jobId,
    @Nullable String artifactId,
    @Nullable String failure,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt) {

  /** A step whose turn has not come. */
  public static StepProgress waiting(StudyStep step) {
    return new StepProgress(
        step.name(), step.title(), StudyState.WAITING, 1, 0, null, null, null, null, null);
  }

  /** Its job was asked for. */
  public StepProgress started(String job, Instant now) {
    return new StepProgress(name, title, StudyState.RUNNING, run, 0, job, null, null, now, null);
  }

  /** Its job goes on. */
  public StepProgress at(double share) {
    return new StepProgress(
        name, title, StudyState.RUNNING, run, share, jobId, null, null, startedAt, null);
  }

  /** Its job has made its artifact. */
  public StepProgress succeeded(String artifact, Instant now) {
    return new StepProgress(
        name, title, StudyState.SUCCEEDED, run, 1, jobId, artifact, null, startedAt, now);
  }

  /** It will make nothing. */
  public StepProgress ended(StudyState state, @Nullable String why, Instant now) {
    return new StepProgress(name, title, state, run, progress, jobId, null, why, startedAt, now);
  }

  /** To be done again, by another job. */
  public StepProgress again() {
    return new StepProgress(
        name, title, StudyState.WAITING, run + 1, 0, null, null, null, null, null);
  }
}
