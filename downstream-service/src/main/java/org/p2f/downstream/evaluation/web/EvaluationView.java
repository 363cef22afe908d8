package org.p2f.downstream.evaluation.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.downstream.evaluation.Difference;
import org.p2f.downstream.evaluation.Evaluation;
import org.p2f.downstream.evaluation.EvaluationResult;

/** A finished evaluation as the API shows it. */
@Schema(description = "What heads read of each factor")
record EvaluationView(
    String id,
    String trajectoriesId,
    @Schema(description = "Encoders of other seeds that are part of every result")
        List<String> furtherTrajectoriesIds,
    List<EvaluationResult> results,
    @Schema(description = "Paired comparisons of test accuracies") List<Difference> differences,
    @Schema(description = "Number of comparisons made: what a reader has to correct for")
        int comparisons,
    String digest,
    @Nullable String jobId,
    Instant createdAt) {

  static EvaluationView of(Artifact artifact, Evaluation evaluation) {
    return new EvaluationView(
        artifact.id(),
        evaluation.sources().trajectoriesId(),
        evaluation.sources().furtherTrajectoriesIds(),
        evaluation.results(),
        evaluation.differences(),
        evaluation.differences().size(),
        artifact.digest(),
        artifact.jobId(),
        artifact.createdAt());
  }
}
