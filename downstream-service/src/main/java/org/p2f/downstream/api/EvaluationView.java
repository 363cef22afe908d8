package org.p2f.downstream.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.downstream.domain.Evaluation;
import org.p2f.downstream.domain.EvaluationResult;

/** A finished evaluation as the API shows it. */
@Schema(description = "What heads read of each factor")
public record EvaluationView(
    String id,
    String trajectoriesId,
    List<EvaluationResult> results,
    String digest,
    @Nullable String jobId,
    Instant createdAt) {

  static EvaluationView of(Artifact artifact, Evaluation evaluation) {
    return new EvaluationView(
        artifact.id(),
        evaluation.trajectoriesId(),
        evaluation.results(),
        artifact.digest(),
        artifact.jobId(),
        artifact.createdAt());
  }
}
