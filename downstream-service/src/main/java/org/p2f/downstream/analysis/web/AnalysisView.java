package org.p2f.downstream.analysis.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.downstream.analysis.Analysis;
import org.p2f.downstream.analysis.AnalysisType;
import org.p2f.downstream.analysis.Divergences;
import org.p2f.downstream.analysis.FactorProfile;
import org.p2f.downstream.analysis.Information;
import org.p2f.downstream.analysis.MaskResult;
import org.p2f.downstream.analysis.PropagationResult;

/** A finished analysis as the API shows it. */
@Schema(description = "What codes and heads trained on them tell")
record AnalysisView(
    String id,
    AnalysisType type,
    String trajectoriesId,
    List<Double> times,
    @Schema(description = "Of attention-profile and jensen-shannon")
        @Nullable List<FactorProfile> profiles,
    @Schema(description = "Of attention-mask") @Nullable List<MaskResult> masks,
    @Schema(description = "Of jensen-shannon") @Nullable Divergences divergences,
    @Schema(description = "Of mutual-information") @Nullable Information information,
    @Schema(description = "Of label-propagation") @Nullable List<PropagationResult> propagation,
    String digest,
    @Nullable String jobId,
    Instant createdAt) {

  static AnalysisView of(Artifact artifact, Analysis analysis) {
    return new AnalysisView(
        artifact.id(),
        analysis.type(),
        analysis.trajectoriesId(),
        analysis.times(),
        analysis instanceof Analysis.Profiled it ? it.profiles() : null,
        analysis instanceof Analysis.OfMasks it ? it.masks() : null,
        analysis instanceof Analysis.OfDivergences it ? it.divergences() : null,
        analysis instanceof Analysis.OfInformation it ? it.information() : null,
        analysis instanceof Analysis.OfPropagation it ? it.propagation() : null,
        artifact.digest(),
        artifact.jobId(),
        artifact.createdAt());
  }
}
