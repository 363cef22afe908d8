package org.p2f.training.dataset.web;

import java.nio.file.Path;
import java.util.Optional;
import org.p2f.catalog.Page;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.kit.paging.PageQuery;
import org.p2f.training.dataset.DatasetDescription;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The recorded data sets. */
@Component
public class Datasets {
  private final Artifacts artifacts;
  private final JsonMapper json;

  Datasets(Artifacts artifacts, JsonMapper json) {
    this.artifacts = artifacts;
    this.json = json;
  }

  /** One data set. */
  public record Dataset(Artifact artifact, DatasetDescription description) {
    DatasetView view() {
      return DatasetView.of(artifact, description);
    }
  }

  public Optional<Dataset> find(String id) {
    return artifacts.find(id, ArtifactKind.DATASET).map(this::read);
  }

  Page<Dataset> list(PageQuery page) {
    return artifacts.list(ArtifactKind.DATASET, page.cursor(), page.limit()).map(this::read);
  }

  public Path file(Dataset dataset) {
    return artifacts.open(dataset.artifact(), DatasetDescription.FILE);
  }

  private Dataset read(Artifact artifact) {
    return new Dataset(artifact, json.treeToValue(artifact.attributes(), DatasetDescription.class));
  }
}
