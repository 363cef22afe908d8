package org.p2f.training.sampling.work;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.spec.data.Split;
import org.p2f.spec.network.Weights;
import org.p2f.training.dataset.DatasetDescription;
import org.p2f.training.model.ModelNetworks;
import org.springframework.stereotype.Component;

/** The artifacts that jobs of this service read. */
@Component
public final class Inputs {
  private static final int WHITE = 255;

  private final Artifacts artifacts;

  Inputs(Artifacts artifacts) {
    this.artifacts = artifacts;
  }

  public Artifact find(String id, ArtifactKind kind) {
    return artifacts
        .find(id, kind)
        .orElseThrow(() -> new IllegalStateException("Artifact %s is gone".formatted(id)));
  }

  public ModelFiles files(Artifact model, Weights weights) {
    return new ModelFiles(
        artifacts.open(model, weights.file()), artifacts.open(model, ModelNetworks.FILE));
  }

  public ImageDataset open(Artifact dataset) throws IOException {
    return ImageDataset.open(artifacts.open(dataset, DatasetDescription.FILE));
  }

  /**
   * Numbers of images in a data set.
   *
   * @param named null for the first {@code n} of the split
   */
  public static List<Integer> chosen(
      ImageDataset data, @Nullable List<Integer> named, @Nullable Split split, int n) {
    if (named != null) {
      return named;
    }
    if (split == null) {
      throw new IllegalStateException("Neither images nor a split are named");
    }
    return IntStream.of(data.indices(split)).limit(n).boxed().toList();
  }

  /** Pixels of images, each C·H·W in [0, 1]. */
  public static List<float[]> pixels(ImageDataset data, List<Integer> images) {
    var pixels = new ArrayList<float[]>();
    for (int image : images) {
      byte[] bytes = data.pixels(image).toArray(ValueLayout.JAVA_BYTE);
      var floats = new float[bytes.length];
      for (int v = 0; v < bytes.length; v++) {
        floats[v] = (bytes[v] & WHITE) / (float) WHITE;
      }
      pixels.add(floats);
    }
    return pixels;
  }
}
