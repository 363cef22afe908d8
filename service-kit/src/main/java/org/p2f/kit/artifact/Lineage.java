package org.p2f.kit.artifact;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.kit.artifact.LineageView.EdgeView;

/** Walks from an artifact to its parents and to its children, breadth first. */
final class Lineage {
  /** In each direction; a figure's whole past is some dozens. */
  static final int MOST = 500;

  private final Artifacts artifacts;

  Lineage(Artifacts artifacts) {
    this.artifacts = artifacts;
  }

  LineageView of(Artifact artifact) {
    Set<EdgeView> edges = new LinkedHashSet<>();
    Walk up =
        walk(
            artifact,
            from ->
                from.parents().stream()
                    .map(artifacts::findRecorded)
                    .flatMap(Optional::stream)
                    .toList(),
            (from, parent) -> edges.add(new EdgeView(parent.id(), from.id())));
    Walk down =
        walk(
            artifact,
            from -> artifacts.children(from.id()),
            (from, child) -> edges.add(new EdgeView(from.id(), child.id())));
    return new LineageView(
        ArtifactView.of(artifact),
        up.views(),
        down.views(),
        List.copyOf(edges),
        up.truncated() || down.truncated());
  }

  private static Walk walk(
      Artifact start, Function<Artifact, List<Artifact>> next, EdgeVisitor visitor) {
    Map<String, Artifact> seen = new LinkedHashMap<>();
    var waiting = new ArrayDeque<>(List.of(start));
    while (!waiting.isEmpty()) {
      Artifact from = waiting.remove();
      for (Artifact to : next.apply(from)) {
        if (!seen.containsKey(to.id()) && !to.id().equals(start.id())) {
          if (seen.size() == MOST) {
            return new Walk(List.copyOf(seen.values()), true);
          }
          seen.put(to.id(), to);
          waiting.add(to);
        }
        visitor.edge(from, to);
      }
    }
    return new Walk(List.copyOf(seen.values()), false);
  }

  private interface EdgeVisitor {
    void edge(Artifact from, Artifact to);
  }

  private record Walk(List<Artifact> found, boolean truncated) {
    List<ArtifactView> views() {
      return found.stream().map(ArtifactView::of).toList();
    }
  }
}
