package org.p2f.representation.trajectory.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.representation.trajectory.Storage;
import org.p2f.representation.trajectory.TrajectoriesCard;
import org.p2f.spec.network.Precision;
import org.p2f.spec.network.Weights;

@Schema(description = "What represents a whole data set at every time, with its labels")
record TrajectoriesView(
    String id,
    String modelId,
    String datasetId,
    @Schema(description = "Distinct and ascending") List<Double> times,
    RepresentationTerms representation,
    @Schema(
            description =
                "Values that represent an image at a time: of its code, or channels of"
                    + " the layer")
        int codes,
    @Schema(description = "Images for training and validation") int train,
    @Schema(
            description =
                "How many of train the data set has for validation; heads hold out as many, each"
                    + " seed its own")
        @Nullable Integer validation,
    @Schema(description = "Images for testing") int test,
    List<FactorView> factors,
    Weights weights,
    @Schema(description = "In which the network computed") Precision precision,
    @Schema(description = "In which codes are stored") Storage storage,
    @Schema(description = "SHA-256 over content and description") String digest,
    Instant createdAt,
    @Schema(description = "The job that made it") @Nullable String jobId) {

  @Schema(name = "TrajectoriesFactor")
  record FactorView(String name, int classes, List<String> classNames) {}

  static TrajectoriesView of(Artifact artifact, TrajectoriesCard card) {
    return new TrajectoriesView(
        artifact.id(),
        card.modelId(),
        card.datasetId(),
        card.times(),
        RepresentationTerms.of(card.representation()),
        card.codes(),
        card.train(),
        card.validation(),
        card.test(),
        card.factors().stream()
            .map(f -> new FactorView(f.name(), f.classes(), f.classNames()))
            .toList(),
        card.weights(),
        card.precision(),
        card.storage(),
        artifact.digest(),
        artifact.createdAt(),
        artifact.jobId());
  }
}
