package org.p2f.training;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.p2f.catalog.job.JobSubmission;
import org.p2f.catalog.job.Jobs;
import org.p2f.catalog.test.Waiting;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What MLflow's own server has of runs, held against what the API tells of them. */
@EnabledIf(value = MlflowTracking.IS_INSTALLED, disabledReason = MlflowTracking.NOT_INSTALLED)
class MlflowTest extends TrainingTest {
  private static final String EXPERIMENT = "birds-default";
  private static final MlflowTracking MLFLOW = start();

  private static MlflowTracking start() {
    try {
      return MlflowTracking.start(
          Files.createTempDirectory("p2f-mlflow"), ServiceProcess.freePort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @DynamicPropertySource
  static void tellMlflow(DynamicPropertyRegistry registry) {
    registry.add("p2f.mlflow.tracking-uri", MLFLOW::uri);
    registry.add("p2f.mlflow.experiment-prefix", () -> "birds-");
    registry.add("p2f.mlflow.public-address", () -> "https://p2f.example.org");
    registry.add("p2f.mlflow.poll", () -> "100ms");
  }

  @AfterAll
  static void end() {
    MLFLOW.close();
  }

  @Autowired Jobs jobs;

  private static final Map<String, Object> SEEN =
      Map.of(
          "steps",
          110,
          "probe.everySteps",
          50,
          "probe.times",
          List.of(0, .5),
          "samples.everySteps",
          60,
          "samples.images",
          3,
          "samples.sampler.steps",
          3);

  @Test
  void aRunIsThereWithItsPlanItsCurvesItsPicturesAndItsEncoder() {
    String id = trained(SEEN);
    JsonNode run = MLFLOW.run(EXPERIMENT, id, "FINISHED");
    JsonNode told = api().get("/v1/training-runs/" + id).json();

    assertThat(run.at("/info/run_name").asString()).isEqualTo(told.path("name").asString());
    assertThat(run.at("/info/start_time").asLong()).isEqualTo(millis(told, "startedAt"));
    assertThat(run.at("/info/end_time").asLong()).isEqualTo(millis(told, "finishedAt"));
    assertThat(MlflowTracking.pairs(run.at("/data/tags")))
        .containsEntry("p2f.project", "default")
        .containsEntry("p2f.dataset", dataset)
        .containsEntry("p2f.dataset.name", "drawn")
        .containsEntry("p2f.model", told.path("modelId").asString())
        .containsEntry("p2f.url", "https://p2f.example.org/console/#/run/" + id)
        .containsEntry("mlflow.source.name", "P2F")
        .containsEntry("mlflow.user", "tester");
    assertThat(run.at("/inputs/dataset_inputs/0/dataset/name").asString()).isEqualTo("drawn");
    assertThat(
            MlflowTracking.pairs(
                MLFLOW
                    .get("experiments/get-by-name?experiment_name=" + EXPERIMENT)
                    .at("/experiment/tags")))
        .containsEntry("mlflow.experimentKind", "custom_model_development");
    Map<String, String> parameters = MlflowTracking.pairs(run.at("/data/params"));
    assertThat(parameters)
        .containsEntry("steps", "110")
        .containsEntry("batchSize", "8")
        .containsEntry("objective", "drl")
        .containsEntry("probe.times", "[0.0,0.5]")
        .containsEntry("samples.sampler.steps", "3")
        .containsEntry("optimizer.learningRate", told.at("/plan/optimizer/learningRate").asString())
        .doesNotContainKey("checkpointId");
    assertThat(parameters).hasSize(leaves(told.path("plan")));

    curvesAreThoseOfTheApi(id, run);
    assertThat(MLFLOW.artifacts(run, "samples"))
        .containsExactly("samples/step-000000000.png", "samples/step-000000060.png");
    assertThat(MLFLOW.artifact(run, "samples/step-000000060.png"))
        .isEqualTo(api().get("/v1/training-runs/%s/samples/60".formatted(id)).body());
    String model = told.path("modelId").asString();
    assertThat(MLFLOW.artifact(run, "encoder/weights.safetensors"))
        .isEqualTo(api().get("/v1/models/%s/exports/encoder".formatted(model)).body())
        .hasSizeGreaterThan(1_000);
    assertThat(MLFLOW.artifact(run, "encoder/model.json"))
        .isEqualTo(api().get("/v1/artifacts/%s/files/model.json".formatted(model)).body());
  }

  private static long millis(JsonNode run, String field) {
    return Instant.parse(run.path("job").path(field).asString()).toEpochMilli();
  }

  /** Values that are no objects, and not null. */
  private static int leaves(JsonNode node) {
    return node.isObject()
        ? node.valueStream().mapToInt(MlflowTest::leaves).sum()
        : node.isNull() ? 0 : 1;
  }

  private void curvesAreThoseOfTheApi(String id, JsonNode run) {
    JsonNode steps = metrics(id, 500);
    assertThat(steps.size()).isEqualTo(110);
    Map.ofEntries(
            entry("train/loss", "loss"),
            entry("train/score_loss", "scoreLoss"),
            entry("train/latent_penalty", "latentPenalty"),
            entry("train/reconstruction_loss", "reconstructionLoss"),
            entry("train/contrast_loss", "contrastLoss"),
            entry("train/gradient_norm", "gradientNorm"),
            entry("train/learning_rate", "learningRate"),
            entry("train/average_decay", "averageDecay"),
            entry("train/images_per_second", "imagesPerSecond"),
            entry("train/data_wait", "dataWait"),
            entry("train/memory_bytes", "memoryBytes"))
        .forEach(
            (key, field) ->
                assertThat(points(MLFLOW.history(run, key)))
                    .as(key)
                    .isEqualTo(points(steps, point -> point.path(field))));
    JsonNode probes = api().get("/v1/training-runs/%s/probes".formatted(id)).json().path("points");
    assertThat(points(MLFLOW.history(run, "probe_accuracy/shape/t_0.5")))
        .hasSize(3)
        .isEqualTo(
            points(
                probes,
                point ->
                    point.path("t").asDouble() == .5
                            && point.path("factor").asString().equals("shape")
                        ? point.path("accuracy")
                        : point.path("none")));
    JsonNode losses =
        api().get("/v1/training-runs/%s/held-out-losses".formatted(id)).json().path("points");
    Map.of("held_out/loss/t_0.0", "heldOutLoss", "held_out/rate/t_0.0", "rate")
        .forEach(
            (key, field) ->
                assertThat(points(MLFLOW.history(run, key)))
                    .hasSize(3)
                    .isEqualTo(
                        points(
                            losses,
                            point ->
                                point.path("t").asDouble() == 0
                                    ? point.path(field)
                                    : point.path("none"))));
  }

  private static List<List<Number>> points(List<JsonNode> history) {
    return history.stream()
        .map(point -> List.<Number>of(point.path("step").asLong(), point.path("value").asDouble()))
        .toList();
  }

  private static List<List<Number>> points(JsonNode told, Function<JsonNode, JsonNode> value) {
    List<List<Number>> points = new ArrayList<>();
    for (JsonNode point : told) {
      JsonNode number = value.apply(point);
      if (number.isNumber()) {
        points.add(List.of(point.path("step").asLong(), number.asDouble()));
      }
    }
    return points;
  }

  @Test
  void aRunIsThereWhileItTrainsAndEndsKilledIfItIsCancelled() {
    String id = submit(Map.of("steps", 1_000_000));
    JsonNode live =
        Waiting.until(
            "points of a run that trains",
            () -> MLFLOW.run(EXPERIMENT, id),
            run -> !run.at("/data/metrics").isEmpty());
    assertThat(live.at("/info/status").asString()).isEqualTo("RUNNING");
    api().post("/v1/training-runs/%s/cancel".formatted(id), "");
    ended(id);
    JsonNode run = MLFLOW.run(EXPERIMENT, id, "KILLED");
    assertThat(run.at("/info/end_time").asLong())
        .isEqualTo(millis(api().get("/v1/training-runs/" + id).json(), "finishedAt"));
    assertThat(MLFLOW.artifacts(run, "")).isEmpty();
  }

  @Test
  void aRunThatFailedSaysWhy() {
    var plan =
        (ObjectNode)
            api().post("/v1/training-plans", request(Map.of("steps", 50))).json().path("plan");
    ((ObjectNode) plan.path("optimizer")).put("learningRate", 1e30); // the API takes none as absurd
    String id = jobs.submit(new JobSubmission("training", plan, List.of(dataset), null, null)).id();
    JsonNode job = ended(id);
    assertThat(job.path("state").asString()).isEqualTo("failed");
    // submitted by the platform, so in its own project
    JsonNode run = MLFLOW.run("birds-public", id, "FAILED");
    assertThat(MlflowTracking.pairs(run.at("/data/tags")))
        .containsEntry("p2f.failure", job.at("/failure/detail").asString());
  }
}
