package org.p2f.training.model.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.spec.network.ParameterCount;
import org.p2f.spec.network.Weights;
import org.p2f.training.model.ModelDescription;
import org.p2f.training.model.ModelDescription.KeptAverages;
import org.p2f.training.network.Objective;

/** A model as the API shows it. */
@Schema(description = "Encoder and score network, or an encoder alone")
record ModelView(
    String id,
    String name,
    @Schema(description = "Absent where it was trained elsewhere") @Nullable String datasetId,
    @Schema(description = "The training run that made it; absent where it was trained elsewhere")
        @Nullable String runId,
    String preset,
    Objective objective,
    @Schema(description = "Training steps behind the weights; 0 for an untrained model") long step,
    @Schema(description = "Number of values of a code") int latentSize,
    int channels,
    int height,
    int width,
    ParameterCount parameterCount,
    @Schema(description = "The kinds of weights it holds") List<Weights> weights,
    @Schema(
            description =
                "Averages over training that were kept, of which models with averages of other"
                    + " widths can be made; absent where there are none")
        @Nullable KeptAverages averages,
    @Schema(description = "Names that stand for it until they are moved") List<String> aliases,
    @Schema(description = "SHA-256 over content and description") String digest,
    Instant createdAt) {

  static ModelView of(Artifact artifact, ModelDescription description, List<String> aliases) {
    return new ModelView(
        artifact.id(),
        artifact.name(),
        description.datasetId(),
        description.runId(),
        description.preset(),
        description.objective(),
        description.step(),
        description.latentSize(),
        description.channels(),
        description.height(),
        description.width(),
        description.parameterCount(),
        description.weights(),
        description.averages(),
        aliases,
        artifact.digest(),
        artifact.createdAt());
  }
}
