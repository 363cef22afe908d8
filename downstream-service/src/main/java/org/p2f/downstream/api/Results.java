package org.p2f.downstream.api;

import java.util.Optional;
import org.p2f.catalog.Page;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.kit.paging.PageQuery;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Recorded results: artifacts whose one file is JSON. */
@Component
class Results {
  private final Artifacts artifacts;
  private final JsonMapper json;

  Results(Artifacts artifacts, JsonMapper json) {
    this.artifacts = artifacts;
    this.json = json;
  }

  /** One result. */
  record Result<T>(Artifact artifact, T content) {}

  <T> Optional<Result<T>> find(String id, ArtifactKind kind, String file, Class<T> type) {
    return artifacts.find(id, kind).map(a -> read(a, file, type));
  }

  <T> Page<Result<T>> list(PageQuery page, ArtifactKind kind, String file, Class<T> type) {
    return artifacts.list(kind, page.cursor(), page.limit()).map(a -> read(a, file, type));
  }

  private <T> Result<T> read(Artifact artifact, String file, Class<T> type) {
    return new Result<>(artifact, json.readValue(artifacts.open(artifact, file), type));
  }
}
