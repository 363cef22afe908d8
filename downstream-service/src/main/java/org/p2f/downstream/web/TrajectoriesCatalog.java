package org.p2f.downstream.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.downstream.head.Sources;
import org.p2f.downstream.head.TrajectoriesCard;
import org.p2f.kit.plan.InvalidPlan;
import org.p2f.kit.plan.Violations;
import org.p2f.kit.problem.Refused;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The recorded trajectories. */
@Component
public class TrajectoriesCatalog {
  private final Artifacts artifacts;
  private final JsonMapper json;

  TrajectoriesCatalog(Artifacts artifacts, JsonMapper json) {
    this.artifacts = artifacts;
    this.json = json;
  }

  /**
   * @throws Refused naming {@code trajectoriesId} if there are none of that id
   */
  public TrajectoriesCard require(String id) {
    return artifacts
        .find(id, ArtifactKind.TRAJECTORIES)
        .map(a -> json.treeToValue(a.attributes(), TrajectoriesCard.class))
        .orElseThrow(() -> Refused.field("trajectoriesId", "no trajectories '%s'".formatted(id)));
  }

  /**
   * All trajectories of an evaluation.
   *
   * @throws InvalidPlan naming the field of each id that there is nothing of
   */
  public Map<String, TrajectoriesCard> require(Sources sources) {
    var found = new HashMap<String, TrajectoriesCard>();
    var violations = new Violations();
    find(List.of(sources.trajectoriesId()), i -> "trajectoriesId", found, violations);
    find(
        sources.furtherTrajectoriesIds(),
        "furtherTrajectoriesIds[%d]"::formatted,
        found,
        violations);
    find(
        sources.untrainedTrajectoriesIds(),
        "untrainedTrajectoriesIds[%d]"::formatted,
        found,
        violations);
    find(
        sources.staticTrajectoriesIds(), "staticTrajectoriesIds[%d]"::formatted, found, violations);
    violations.refuse();
    return found;
  }

  private void find(
      List<String> ids,
      IntFunction<String> field,
      Map<String, TrajectoriesCard> found,
      Violations violations) {
    for (int i = 0; i < ids.size(); i++) {
      var artifact = artifacts.find(ids.get(i), ArtifactKind.TRAJECTORIES);
      artifact.ifPresent(
          a -> found.put(a.id(), json.treeToValue(a.attributes(), TrajectoriesCard.class)));
      violations.require(
          artifact.isPresent(), field.apply(i), "no trajectories '%s'".formatted(ids.get(i)));
    }
  }
}
