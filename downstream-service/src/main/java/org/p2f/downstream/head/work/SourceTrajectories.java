package org.p2f.downstream.head.work;

import java.io.IOException;
import java.util.List;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.downstream.head.TrajectoriesCard;
import org.p2f.numerics.trajectory.Trajectories;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The recorded trajectories that jobs read. */
@Component
public final class SourceTrajectories {
  private final Artifacts artifacts;
  private final JsonMapper json;

  SourceTrajectories(Artifacts artifacts, JsonMapper json) {
    this.artifacts = artifacts;
    this.json = json;
  }

  public Artifact artifact(String id) {
    return artifacts
        .find(id, ArtifactKind.TRAJECTORIES)
        .orElseThrow(() -> new IllegalStateException("Trajectories %s are gone".formatted(id)));
  }

  /** Times of those trajectories. */
  public List<Double> times(String id) {
    return json.treeToValue(artifact(id).attributes(), TrajectoriesCard.class).times();
  }

  /** The file of codes and labels; closed by the caller. */
  public Trajectories open(String id) throws IOException {
    return open(id, List.of());
  }

  /**
   * The same, as if no other times had been recorded.
   *
   * @param times all if empty
   */
  public Trajectories open(String id, List<Double> times) throws IOException {
    return Trajectories.open(artifacts.open(artifact(id), TrajectoriesCard.FILE), times);
  }
}
