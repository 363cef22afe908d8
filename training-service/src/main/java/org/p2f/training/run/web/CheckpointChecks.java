package org.p2f.training.run.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.kit.problem.InvalidField;
import org.p2f.kit.problem.Refused;
import org.p2f.training.run.CheckpointDescription;
import org.p2f.training.run.TrainingPlan;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whether a plan can go on from the checkpoint that it names. */
@Component
class CheckpointChecks {
  private static final String FIELD = "checkpointId";

  /** On these no step depends. */
  private static final Set<String> FREE =
      Set.of("name", "preset", "steps", "checkpoints", "probe", "samples", "checkpointId");

  private final Artifacts artifacts;
  private final JsonMapper json;

  CheckpointChecks(Artifacts artifacts, JsonMapper json) {
    this.artifacts = artifacts;
    this.json = json;
  }

  /**
   * @throws Refused naming everything in which they differ
   */
  void require(TrainingPlan plan) {
    String id = plan.checkpointId();
    if (id != null) {
      Optional<Artifact> checkpoint = artifacts.find(id, ArtifactKind.CHECKPOINT);
      List<InvalidField> errors =
          checkpoint
              .map(found -> differences(found, plan))
              .orElseGet(() -> List.of(new InvalidField(FIELD, "is unknown")));
      if (!errors.isEmpty()) {
        throw Refused.fields(errors);
      }
    }
  }

  private List<InvalidField> differences(Artifact checkpoint, TrainingPlan plan) {
    List<InvalidField> errors = new ArrayList<>();
    long step = json.treeToValue(checkpoint.attributes(), CheckpointDescription.class).step();
    if (plan.steps() < step) {
      errors.add(new InvalidField("steps", "must be at least the checkpoint's %d".formatted(step)));
    }
    JsonNode wanted = json.valueToTree(plan);
    JsonNode held = // through the type, so that numbers are written alike
        json.valueToTree(
            json.treeToValue(checkpoint.provenance().path("plan"), TrainingPlan.class));
    for (String field : wanted.propertyNames()) {
      if (!FREE.contains(field)) {
        compare(field, wanted.path(field), held.path(field), errors);
      }
    }
    return errors;
  }

  private static void compare(
      String path, JsonNode wanted, JsonNode held, List<InvalidField> errors) {
    if (wanted.isObject() && held.isObject()) {
      Set<String> fields = new TreeSet<>(wanted.propertyNames());
      fields.addAll(held.propertyNames());
      fields.forEach(
          field ->
              compare(
                  "%s.%s".formatted(path, field), wanted.path(field), held.path(field), errors));
    } else if (!held.equals(wanted)) {
      errors.add(
          new InvalidField(
              path, "%s, but the checkpoint's run has %s".formatted(shown(wanted), shown(held))));
    }
  }

  private static String shown(JsonNode value) {
    return value.isMissingNode() ? "none" : value.toString();
  }
}
