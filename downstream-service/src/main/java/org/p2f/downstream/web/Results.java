package org.p2f.downstream.web;

import java.util.function.BiFunction;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.kit.paging.PageQuery;
import org.p2f.kit.paging.PageView;
import org.p2f.kit.problem.Refused;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Recorded results: artifacts whose one file is JSON. */
@Component
public class Results {
  private final Artifacts artifacts;
  private final JsonMapper json;

  Results(Artifacts artifacts, JsonMapper json) {
    this.artifacts = artifacts;
    this.json = json;
  }

  /**
   * Results of one kind.
   *
   * @param file that holds them
   * @param word for one of them, part of the problem's name where there is none
   */
  public record Sort<T>(ArtifactKind kind, String file, Class<T> type, String word) {}

  /** Newest first. */
  public <T, V> PageView<V> list(Sort<T> sort, PageQuery page, BiFunction<Artifact, T, V> view) {
    return PageView.of(
        artifacts.list(sort.kind(), page.cursor(), page.limit()),
        artifact -> view.apply(artifact, read(artifact, sort)));
  }

  /**
   * @throws Refused if there is none of that id
   */
  public <T, V> V get(Sort<T> sort, String id, BiFunction<Artifact, T, V> view) {
    return artifacts
        .find(id, sort.kind())
        .map(artifact -> view.apply(artifact, read(artifact, sort)))
        .orElseThrow(() -> Refused.unknown(sort.word(), id));
  }

  private <T> T read(Artifact artifact, Sort<T> sort) {
    return json.readValue(artifacts.open(artifact, sort.file()), sort.type());
  }
}
