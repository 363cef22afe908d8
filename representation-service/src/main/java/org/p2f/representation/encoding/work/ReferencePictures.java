package org.p2f.representation.encoding.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.numerics.encode.GoldenVectors;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.representation.model.ModelCard;
import org.p2f.representation.picture.Picture;
import org.springframework.stereotype.Component;

/** The images whose codes were recorded with a model. */
@Component
class ReferencePictures {
  private final Artifacts artifacts;

  ReferencePictures(Artifacts artifacts) {
    this.artifacts = artifacts;
  }

  List<Picture> of(ModelCard model) {
    float[] pixels = goldens(model).pixels();
    int values = model.shape().values();
    List<Picture> pictures = new ArrayList<>();
    for (int from = 0; from < pixels.length; from += values) {
      pictures.add(new Picture(model.shape(), Arrays.copyOfRange(pixels, from, from + values)));
    }
    return pictures;
  }

  private GoldenVectors goldens(ModelCard model) {
    var artifact = artifacts.find(model.id()).orElseThrow();
    try {
      return GoldenVectors.read(artifacts.open(artifact, ModelFiles.GOLDENS));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the reference images of " + model.id(), e);
    }
  }
}
