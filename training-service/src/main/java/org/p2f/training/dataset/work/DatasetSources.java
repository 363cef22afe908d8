package org.p2f.training.dataset.work;

import java.util.List;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.numerics.data.DatasetOptions;
import org.p2f.numerics.data.DatasetSource;
import org.p2f.numerics.data.NamedFile;
import org.p2f.spec.data.ImageSource;
import org.p2f.training.dataset.DatasetPlan;
import org.springframework.stereotype.Component;

/** A data set's plan, in the words of what reads it. */
@Component
class DatasetSources {
  private final Artifacts artifacts;

  DatasetSources(Artifacts artifacts) {
    this.artifacts = artifacts;
  }

  List<Artifact> uploads(DatasetPlan plan) {
    return plan.uploadIds().stream().map(this::upload).toList();
  }

  private Artifact upload(String id) {
    return artifacts
        .find(id, ArtifactKind.UPLOAD)
        .orElseThrow(() -> new IllegalStateException("Upload %s is gone".formatted(id)));
  }

  static DatasetOptions options(DatasetPlan plan) {
    boolean resizedOnReading = plan.source() == ImageSource.IMAGE_FOLDER;
    return new DatasetOptions(
        plan.name(),
        plan.trainLimit(),
        plan.testLimit(),
        plan.validationImages(),
        resizedOnReading ? null : plan.imageSize(),
        plan.seed(),
        plan.skipInvalid());
  }

  DatasetSource source(DatasetPlan plan, List<Artifact> uploads) {
    List<NamedFile> files =
        uploads.stream()
            .map(upload -> new NamedFile(upload.name(), artifacts.open(upload, Artifact.CONTENT)))
            .toList();
    Integer imageSize = plan.imageSize();
    return new DatasetSource(
        plan.source(),
        files,
        imageSize == null ? DatasetPlan.DEFAULT_IMAGE_SIZE : imageSize,
        plan.seed());
  }
}
