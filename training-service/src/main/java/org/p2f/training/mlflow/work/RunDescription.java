package org.p2f.training.mlflow.work;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.catalog.job.Job;
import org.p2f.training.run.TrainingPlan;
import org.p2f.training.run.store.TrainingSweeps;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** What MLflow is told of a run beside its curves: parameters and tags. */
@Component
final class RunDescription {
  /** By it a run is found again. */
  static final String RUN_TAG = "p2f.run";

  private final Artifacts artifacts;
  private final TrainingSweeps sweeps;
  private final @Nullable URI platform;

  RunDescription(Artifacts artifacts, TrainingSweeps sweeps, MlflowProperties properties) {
    this.artifacts = artifacts;
    this.sweeps = sweeps;
    this.platform = properties.publicAddress();
  }

  /**
   * The plan, its fields by their paths ({@code encoder.width}); lists are JSON, and what is absent
   * is left out.
   */
  static Map<String, String> parameters(JsonNode plan) {
    var parameters = new LinkedHashMap<String, String>();
    flatten("", plan, parameters);
    return parameters;
  }

  private static void flatten(String path, JsonNode node, Map<String, String> parameters) {
    if (node.isObject()) {
      node.forEachEntry(
          (field, value) ->
              flatten(path.isEmpty() ? field : path + "." + field, value, parameters));
    } else if (!node.isNull()) {
      parameters.put(
          MlflowText.key(path),
          MlflowText.value(node.isArray() ? node.toString() : node.asString()));
    }
  }

  /** Whose it is, what it learns from, and where P2F shows it. */
  Map<String, String> tags(Job job, TrainingPlan plan) {
    var tags = new LinkedHashMap<String, String>();
    tags.put(RUN_TAG, job.id());
    tags.put("p2f.project", job.project());
    tags.put("mlflow.source.name", "P2F");
    tags.put("mlflow.source.type", "JOB");
    String owner = job.submittedBy();
    if (owner != null) {
      tags.put("p2f.owner", owner);
      tags.put("mlflow.user", owner);
    }
    tags.put("p2f.dataset", plan.datasetId());
    dataset(plan).ifPresent(dataset -> tags.put("p2f.dataset.name", dataset.name()));
    sweeps.ofRun(job.id()).ifPresent(sweep -> addSweep(tags, sweep));
    if (platform != null) {
      String page = platform.resolve("/console/#/run/" + job.id()).toString();
      tags.put("p2f.url", page);
      tags.put("mlflow.note.content", "Training run [%s](%s) of P2F".formatted(job.id(), page));
    }
    return tags;
  }

  private static void addSweep(Map<String, String> tags, TrainingSweeps.Sweep sweep) {
    tags.put("p2f.sweep", sweep.id());
    tags.put("p2f.sweep.name", sweep.name());
  }

  /** What the run learns from; empty if it is deleted. */
  Optional<Artifact> dataset(TrainingPlan plan) {
    return artifacts.find(plan.datasetId(), ArtifactKind.DATASET);
  }
}
