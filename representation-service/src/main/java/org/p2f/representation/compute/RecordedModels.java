package org.p2f.representation.compute;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.numerics.encode.Preprocessing;
import org.p2f.representation.domain.ImageShape;
import org.p2f.representation.domain.ModelCard;
import org.p2f.representation.domain.Models;
import org.springframework.stereotype.Component;

/** The models in the catalog. */
@Component
class RecordedModels implements Models {
  private final Artifacts artifacts;

  RecordedModels(Artifacts artifacts) {
    this.artifacts = artifacts;
  }

  @Override
  public Optional<ModelCard> find(String modelId) {
    return artifacts.find(modelId, ArtifactKind.MODEL).map(this::card);
  }

  private ModelCard card(Artifact artifact) {
    try {
      ModelSpec spec = ModelSpec.read(artifacts.open(artifact, ModelFiles.SPEC));
      Preprocessing images = spec.preprocessing();
      return new ModelCard(
          artifact.id(),
          artifact.digest(),
          new ImageShape(images.channels(), images.height(), images.width()),
          spec.latentSize(),
          images.mean(),
          images.std());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the specification of " + artifact.id(), e);
    }
  }
}
