package org.p2f.downstream.api;

import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.downstream.domain.TrajectoriesCard;
import org.p2f.kit.problem.Refused;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The recorded trajectories. */
@Component
class TrajectoriesCatalog {
  private final Artifacts artifacts;
  private final JsonMapper json;

  TrajectoriesCatalog(Artifacts artifacts, JsonMapper json) {
    this.artifacts = artifacts;
    this.json = json;
  }

  /**
   * @throws Refused naming {@code trajectoriesId} if there are none of that id
   */
  TrajectoriesCard require(String id) {
    return artifacts
        .find(id, ArtifactKind.TRAJECTORIES)
        .map(a -> json.treeToValue(a.attributes(), TrajectoriesCard.class))
        .orElseThrow(() -> Refused.field("trajectoriesId", "no trajectories '%s'".formatted(id)));
  }
}
