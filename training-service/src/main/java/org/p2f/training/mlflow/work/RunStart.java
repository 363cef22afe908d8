package org.p2f.training.mlflow.work;

import static org.p2f.training.mlflow.work.HeldRun.object;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.job.Job;
import org.p2f.training.run.TrainingPlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes a run in MLflow, or finds the one that an interrupted try has made. */
@Component
final class RunStart {
  private static final Logger log = LoggerFactory.getLogger(RunStart.class);

  /** Of parameters in one call (mlflow/utils/validation.py). */
  private static final int MOST_PARAMETERS = 100;

  private static final String PROXIED = "mlflow-artifacts";
  private static final String UNKNOWN = "RESOURCE_DOES_NOT_EXIST";
  private static final String EXISTS = "RESOURCE_ALREADY_EXISTS";

  /** With it MLflow's pages show curves, not conversations. */
  private static final Map<String, String> KIND =
      Map.of("mlflow.experimentKind", "custom_model_development");

  /** In characters (mlflow/utils/validation.py). */
  private static final int LONGEST_DIGEST = 36;

  private final RunDescription description;
  private final String prefix;

  RunStart(RunDescription description, MlflowProperties properties) {
    this.description = description;
    this.prefix = properties.experimentPrefix();
  }

  /**
   * A run that is there with its parameters.
   *
   * @param artifacts where its artifacts are put, below the server's artifact API; null where the
   *     server takes none
   */
  record Begun(String id, @Nullable String artifacts) {}

  Begun begin(HeldRun held, Job job, TrainingPlan plan) {
    JsonNode run = run(held, experiment(held, prefix + job.project()), job, plan);
    String id = run.at("/info/run_id").asString();
    logParameters(held, id, RunDescription.parameters(job.plan()));
    description.dataset(plan).ifPresent(dataset -> logDataset(held, id, dataset));
    return new Begun(id, artifacts(run.at("/info/artifact_uri").asString(""), job.id()));
  }

  private static String experiment(HeldRun held, String name) {
    try {
      return find(held, name);
    } catch (MlflowServer.Refusal e) {
      if (!e.is(UNKNOWN)) {
        throw e;
      }
    }
    try {
      ObjectNode create = object().put("name", name);
      pairs(create.putArray("tags"), KIND.entrySet());
      return held.post("experiments/create", create).path("experiment_id").asString();
    } catch (MlflowServer.Refusal e) {
      if (!e.is(EXISTS)) {
        throw e;
      }
      return find(held, name); // made at this moment, for another run
    }
  }

  private static String find(HeldRun held, String name) {
    return held.get("experiments/get-by-name", "experiment_name", name)
        .at("/experiment/experiment_id")
        .asString();
  }

  private JsonNode run(HeldRun held, String experiment, Job job, TrainingPlan plan) {
    ObjectNode search =
        object()
            .put("filter", "tags.`%s` = '%s'".formatted(RunDescription.RUN_TAG, job.id()))
            .put("max_results", 1);
    search.putArray("experiment_ids").add(experiment);
    JsonNode found = held.post("runs/search", search).at("/runs/0");
    if (!found.isMissingNode()) {
      return found;
    }
    ObjectNode create =
        object()
            .put("experiment_id", experiment)
            .put("run_name", plan.name())
            .put("start_time", startedAt(job));
    pairs(create.putArray("tags"), description.tags(job, plan).entrySet());
    return held.post("runs/create", create).path("run");
  }

  private static long startedAt(Job job) {
    return Objects.requireNonNullElse(job.startedAt(), job.createdAt()).toEpochMilli();
  }

  /** Logged again, they change nothing. */
  private static void logParameters(HeldRun held, String id, Map<String, String> parameters) {
    var all = List.copyOf(parameters.entrySet());
    for (int from = 0; from < all.size(); from += MOST_PARAMETERS) {
      ObjectNode batch = object().put("run_id", id);
      pairs(
          batch.putArray("params"),
          all.subList(from, Math.min(all.size(), from + MOST_PARAMETERS)));
      held.post("runs/log-batch", batch);
    }
  }

  private static void logDataset(HeldRun held, String id, Artifact dataset) {
    ObjectNode inputs = object().put("run_id", id);
    ObjectNode input = inputs.putArray("datasets").addObject();
    input.putArray("tags").addObject().put("key", "mlflow.data.context").put("value", "training");
    input
        .putObject("dataset")
        .put("name", dataset.name())
        .put("digest", dataset.digest().substring(0, LONGEST_DIGEST))
        .put("source_type", "p2f")
        .put("source", object().put("id", dataset.id()).toString());
    held.post("runs/log-inputs", inputs);
  }

  static void pairs(ArrayNode array, Iterable<Map.Entry<String, String>> entries) {
    entries.forEach(
        entry ->
            array
                .addObject()
                .put("key", entry.getKey())
                .put("value", MlflowText.value(entry.getValue())));
  }

  private static @Nullable String artifacts(String uri, String runId) {
    URI place = URI.create(uri);
    if (PROXIED.equals(place.getScheme())) {
      return place.getPath().replaceAll("^/+", "");
    }
    log.info(
        "MLflow keeps the artifacts of {} at {} and takes none itself: pictures and model are left"
            + " out",
        runId,
        uri);
    return null;
  }
}
