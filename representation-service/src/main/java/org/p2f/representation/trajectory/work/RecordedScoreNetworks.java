package org.p2f.representation.trajectory.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.representation.model.ModelCard;
import org.p2f.representation.trajectory.ScoreNetworks;
import org.p2f.spec.network.ScoreNetworkSpec;
import org.p2f.spec.network.Weights;
import org.springframework.stereotype.Component;

/** The score networks of the models in the catalog. */
@Component
class RecordedScoreNetworks implements ScoreNetworks {
  private final Artifacts artifacts;

  RecordedScoreNetworks(Artifacts artifacts) {
    this.artifacts = artifacts;
  }

  @Override
  public Optional<ScoreNetworkSpec> of(ModelCard card, Weights weights) {
    var model = artifacts.find(card.id(), ArtifactKind.MODEL).orElseThrow();
    try (var file = SafetensorsFile.open(artifacts.open(model, weights.file()))) {
      ModelSpec spec = ModelSpec.read(artifacts.open(model, ModelFiles.SPEC));
      return spec.holdsScoreNetwork(file.tensors().keySet())
          ? Optional.of(spec.scoreNetwork())
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read what %s holds".formatted(card.id()), e);
    }
  }
}
