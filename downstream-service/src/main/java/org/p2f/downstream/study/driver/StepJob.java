package org.p2f.downstream.study.driver;

import org.jspecify.annotations.Nullable;
import org.p2f.downstream.study.StudyState;

/**
 * A step's job as it stands.
 *
 * @param progress in [0, 1]
 * @param artifactId its last artifact; null until it has succeeded
 * @param failure one sentence; present exactly when it has failed
 */
record StepJob(
    String id,
    StudyState state,
    double progress,
    @Nullable String artifactId,
    @Nullable String failure) {}
