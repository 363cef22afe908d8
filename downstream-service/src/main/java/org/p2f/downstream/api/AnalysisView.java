package org.p2f.downstream.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.downstream.domain.Analysis;
import org.p2f.downstream.domain.AnalysisType;
import org.p2f.downstream.domain.FactorProfile;
import org.p2f.downstream.domain.MaskResult;

/** A finished analysis as the API shows it. */
@Schema(description = "What trained heads tell")
public record AnalysisView(
    String id,
    AnalysisType type,
    String trajectoriesId,
    List<Double> times,
    @Schema(description = "Of attention-profile") @Nullable List<FactorProfile> profiles,
    @Schema(description = "Of attention-mask") @Nullable List<MaskResult> masks,
    String digest,
    @Nullable String jobId,
    Instant createdAt) {

  static AnalysisView of(Artifact artifact, Analysis analysis) {
    return new AnalysisView(
        artifact.id(),
        analysis.type(),
        analysis.trajectoriesId(),
        analysis.times(),
        analysis.profiles(),
        analysis.masks(),
        artifact.digest(),
        artifact.jobId(),
        artifact.createdAt());
  }
}
