package org.p2f.representation.trajectory.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.representation.picture.Datasets;
import org.p2f.representation.picture.ImageShape;
import org.p2f.representation.picture.Picture;
import org.p2f.spec.data.TrajectorySplit;
import org.springframework.stereotype.Component;

/** The data sets in the catalog. */
@Component
class RecordedDatasets implements Datasets {
  /** The file with a data set's content. */
  static final String FILE = "dataset.safetensors";

  private final Artifacts artifacts;

  RecordedDatasets(Artifacts artifacts) {
    this.artifacts = artifacts;
  }

  @Override
  public Optional<DatasetCard> find(String datasetId) {
    return artifacts
        .find(datasetId, ArtifactKind.DATASET)
        .map(
            artifact -> {
              try (ImageDataset dataset = open(artifact)) {
                return new DatasetCard(datasetId, shape(dataset), dataset.size());
              }
            });
  }

  @Override
  public List<Picture> pictures(DatasetCard card, List<Integer> indices) {
    List<Picture> pictures = new ArrayList<>(indices.size());
    try (ImageDataset dataset = open(card.id())) {
      for (int index : indices) {
        byte[] values = dataset.pixels(index).toArray(ValueLayout.JAVA_BYTE);
        pictures.add(new Picture(card.shape(), values));
      }
    }
    return pictures;
  }

  @Override
  public List<Integer> indices(String datasetId, TrajectorySplit split) {
    try (ImageDataset dataset = open(datasetId)) {
      return Arrays.stream(new ExtractionImages(dataset).indices(split)).boxed().toList();
    }
  }

  /** The data set's images as the domain describes them. */
  static ImageShape shape(ImageDataset dataset) {
    return new ImageShape(dataset.channels(), dataset.height(), dataset.width());
  }

  private ImageDataset open(String datasetId) {
    return open(artifacts.find(datasetId, ArtifactKind.DATASET).orElseThrow());
  }

  private ImageDataset open(Artifact artifact) {
    Path file = artifacts.open(artifact, FILE);
    try {
      return ImageDataset.open(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read data set " + artifact.id(), e);
    }
  }
}
