package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.data.Percentage.withPercentage;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.catalog.job.JobSubmission;
import org.p2f.catalog.job.Jobs;
import org.p2f.catalog.test.Waiting;
import org.p2f.kit.test.Answer;
import org.p2f.training.domain.Presets;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class TrainingRunsTest extends ServiceTest {
  private static final int STEPS = 6;

  private static String dataset = "";

  @Autowired Jobs jobs;

  @BeforeEach
  void drawDataset() {
    if (dataset.isEmpty()) {
      dataset = syntheticDataset(60);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"drl", "vdrl"})
  void runEndsInModel(String objective) {
    Answer started = api().post("/v1/training-runs", request(Map.of("objective", objective)));
    assertThat(started.status()).as(started.text()).isEqualTo(202);
    String id = started.json().path("id").asString();
    assertThat(started.header("Location")).isEqualTo("/v1/training-runs/" + id);
    assertThat(started.json().path("job").path("id").asString()).isEqualTo(id);
    assertThat(started.json().path("steps").asInt()).isEqualTo(STEPS);

    JsonNode job = ended(id);
    assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("succeeded");
    assertThat(job.path("phases").findValuesAsString("name"))
        .containsExactly("preparing", "training", "exporting");
    JsonNode run = api().get("/v1/training-runs/" + id).json();
    assertThat(run.path("name").asString()).isEqualTo("tiny %s on drawn".formatted(objective));
    assertThat(run.path("step").asInt()).isEqualTo(STEPS);
    assertThat(run.path("plan").path("optimizer").path("beta1").asDouble()).isEqualTo(.9);

    String modelId = run.path("modelId").asString();
    JsonNode model = api().get("/v1/models/" + modelId).json();
    assertThat(model.path("runId").asString()).isEqualTo(id);
    assertThat(model.path("datasetId").asString()).isEqualTo(dataset);
    assertThat(model.path("objective").asString()).isEqualTo(objective);
    assertThat(model.path("step").asInt()).isEqualTo(STEPS);
    assertThat(model.path("latentSize").asInt()).isPositive();
    assertThat(model.path("weights").toString()).isEqualTo("[\"raw\",\"ema\"]");
    assertThat(model.path("parameterCount").path("encoder").asInt()).isPositive();
    assertThat(api().get("/v1/models?limit=1").json().path("items").path(0)).isEqualTo(model);
    assertThat(api().get("/v1/training-runs?limit=1").json().path("items").path(0)).isEqualTo(run);

    JsonNode lineage = api().get("/v1/lineage/" + modelId).json();
    assertThat(lineage.path("ancestors").findValuesAsString("id")).containsExactly(dataset);
    JsonNode provenance = lineage.path("artifact").path("provenance");
    assertThat(provenance.path("engine").asString()).contains("PyTorch").contains("1 threads");
    assertThat(provenance.path("dataDigest").asString()).matches("[0-9a-f]{64}");
    assertThat(lineage.path("artifact").path("files").findValuesAsString("name"))
        .containsExactly(
            "weights.safetensors", "ema.safetensors", "model.json", "goldens.safetensors");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"objective\":\"vae\",\"reconstruction\":\"bce\",\"latentSize\":8}",
        "{\"diffusion\":\"sub-vp\",\"likelihoodWeighting\":true,\"mixup\":true,"
            + "\"embedding\":\"positional\",\"fir\":true,\"progressiveOutput\":\"output-skip\"}",
        "{\"scoreNetwork\":\"ncsn-v2\",\"features\":4,\"timeSteps\":\"discrete\","
            + "\"objective\":\"drl-unpenalised\",\"encoderTime\":\"fixed\"}"
      })
  void settingsCombine(String settings) {
    Map<String, Object> wish =
        JsonMapper.shared().readValue(settings, new TypeReference<Map<String, Object>>() {});
    String id = trained(wish);
    JsonNode plan = api().get("/v1/training-runs/" + id).json().path("plan");
    wish.forEach(
        (field, value) ->
            assertThat(
                    plan.findValuesAsString(
                        Map.of(
                                "latentSize",
                                "widen",
                                "encoderTime",
                                "time",
                                "scoreNetwork",
                                "kind",
                                "diffusion",
                                "kind")
                            .getOrDefault(field, field)))
                .as(field)
                .contains(field.equals("latentSize") ? "0.125" : value.toString()));
    JsonNode last = metrics(id, 500).path(STEPS - 1);
    boolean scores = plan.path("loss").path("scoreTerm").asBoolean();
    assertThat(last.path("scoreLoss").asDouble() > 0).isEqualTo(scores);
    assertThat(last.path("reconstructionLoss").asDouble() > 0).isEqualTo(!scores);
  }

  @Test
  void contradictionIsRefusedNamingBothFields() {
    Answer answer =
        api()
            .post(
                "/v1/training-runs",
                request(Map.of("timeSteps", "discrete", "likelihoodWeighting", true)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.json().path("errors").findValuesAsString("field"))
        .containsExactly("timeSteps", "likelihoodWeighting");
  }

  @Test
  void metricsTellEveryStepAndAreThinnedOnRequest() {
    String id = trained(Map.of());
    JsonNode points = metrics(id, 500);
    assertThat(points.findValuesAsString("step"))
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, STEPS).mapToObj(Long::toString).toList());
    for (JsonNode point : points) {
      assertThat(point.path("loss").asDouble())
          .isEqualTo(
              point.path("scoreLoss").asDouble() + point.path("latentPenalty").asDouble(),
              offset(1e-3)); // float32 sums near 1,000
      assertThat(point.path("gradientNorm").asDouble()).isPositive();
      assertThat(point.path("imagesPerSecond").asDouble()).isPositive();
    }
    JsonNode thinned = metrics(id, 2);
    assertThat(thinned.findValuesAsString("step")).containsExactly("3", "6");
    assertThat(thinned.path(0).path("loss").asDouble())
        .isCloseTo(
            (points.path(0).path("loss").asDouble()
                    + points.path(1).path("loss").asDouble()
                    + points.path(2).path("loss").asDouble())
                / 3,
            withPercentage(1e-9)); // another order of summation
  }

  @Test
  void sameSeedGivesTheSameModelAndAnotherSeedAnother() {
    Map<String, String> first = filesOf(modelOf(trained(Map.of("seed", 1))));
    assertThat(filesOf(modelOf(trained(Map.of("seed", 1))))).isEqualTo(first);
    Map<String, String> other = filesOf(modelOf(trained(Map.of("seed", 2))));
    assertThat(other.get("weights.safetensors")).isNotEqualTo(first.get("weights.safetensors"));
  }

  @Test
  void noStepsGiveTheUntrainedModel() {
    String id = trained(Map.of("steps", 0));
    assertThat(metrics(id, 500).size()).isZero();
    JsonNode model = api().get("/v1/models/" + modelOf(id)).json();
    assertThat(model.path("step").asInt()).isZero();
    Map<String, String> files = filesOf(modelOf(id));
    assertThat(filesOf(modelOf(trained(Map.of("steps", 1)))).get("weights.safetensors"))
        .isNotEqualTo(files.get("weights.safetensors"));
  }

  @Test
  void cancelledRunEndsWithoutModel() {
    String id = submit(Map.of("steps", 1_000_000));
    Waiting.until(
        "first steps",
        () -> api().get("/v1/training-runs/" + id).json(),
        run -> run.path("step").asInt() > 0);
    Answer cancelled = api().post("/v1/training-runs/" + id + "/cancel", "");
    assertThat(cancelled.status()).as(cancelled.text()).isEqualTo(202);
    JsonNode job = ended(id);
    assertThat(job.path("state").asString()).isEqualTo("cancelled");
    assertThat(job.path("artifacts").size()).isZero();
    assertThat(api().post("/v1/training-runs/" + id + "/cancel", "").problem())
        .isEqualTo("already-finished");
    assertThat(HOME.resolve("work").resolve(id)).doesNotExist();
  }

  @Test
  void divergedRunFailsNamingStepAndLosses() {
    var plan =
        (ObjectNode)
            api().post("/v1/training-plans", request(Map.of("steps", 0))).json().path("plan");
    plan.put("steps", 50);
    // the API takes none that is as absurd
    ((ObjectNode) plan.path("optimizer")).put("learningRate", 1e30);
    String id = jobs.submit(new JobSubmission("training", plan, List.of(dataset), null, null)).id();
    JsonNode job = ended(id);
    assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("failed");
    assertThat(job.path("failure").path("code").asString()).isEqualTo("diverged");
    assertThat(job.path("failure").path("blame").asString()).isEqualTo("user");
    assertThat(job.path("failure").path("detail").asString())
        .matches("Training diverged at step \\d+: the loss is \\S+, after losses of .*");
  }

  @Test
  void divergedRunKeepsItsLastGoodCheckpoint() {
    var plan =
        (ObjectNode)
            api()
                .post("/v1/training-plans", request(Map.of("steps", 0, "checkpointEverySteps", 1)))
                .json()
                .path("plan");
    plan.put("steps", 50);
    ((ObjectNode) plan.path("optimizer")).put("learningRate", 1e30);
    String id = jobs.submit(new JobSubmission("training", plan, List.of(dataset), null, null)).id();
    String detail = ended(id).path("failure").path("detail").asString();
    long diverged = Long.parseLong(detail.replaceFirst("Training diverged at step (\\d+).*", "$1"));
    JsonNode kept = checkpoints(id);
    assertThat(kept.size()).as(detail).isEqualTo(1);
    assertThat(kept.path(0).path("reason").asString()).isEqualTo("diverged");
    // after n steps the weights are good if step n + 1 was; the diverged one is the one after that
    assertThat(kept.path(0).path("step").asLong()).isEqualTo(diverged - 2);
    assertThat(api().get("/v1/training-runs/" + id).json().has("modelId")).isFalse();
  }

  @Test
  void cancelledRunLeavesACheckpointFromWhichAnotherGoesOnToTheSameModel() {
    String id = submit(Map.of("steps", 1_000_000, "augmentation", "strong"));
    Waiting.until(
        "first steps",
        () -> api().get("/v1/training-runs/" + id).json(),
        run -> run.path("step").asInt() > 0);
    Answer cancelled = api().post("/v1/training-runs/" + id + "/cancel?keep=checkpoint", "");
    assertThat(cancelled.status()).as(cancelled.text()).isEqualTo(202);
    assertThat(ended(id).path("state").asString()).isEqualTo("cancelled");
    JsonNode kept = checkpoints(id).path(0);
    assertThat(kept.path("reason").asString()).isEqualTo("cancelled");
    int step = kept.path("step").asInt();
    assertThat(step).isPositive();
    assertThat(HOME.resolve("work").resolve(id)).doesNotExist();

    String checkpoint = kept.path("id").asString();
    Answer shorter = clone(id, Map.of("checkpointId", checkpoint, "steps", step - 1, "seed", 4));
    assertThat(shorter.error("steps")).isEqualTo("must be at least the checkpoint's " + step);
    assertThat(shorter.error("seed")).isEqualTo("4, but the checkpoint's run has 0");
    String continued =
        cloned(id, Map.of("checkpointId", checkpoint, "steps", step + 3, "name", "goes on"));
    JsonNode points = metrics(continued, 10);
    assertThat(points.findValuesAsString("step"))
        .containsExactly("" + (step + 1), "" + (step + 2), "" + (step + 3));
    String whole = cloned(id, Map.of("steps", step + 3));
    assertThat(filesOf(modelOf(continued))).isEqualTo(filesOf(modelOf(whole)));
    assertThat(api().get("/v1/lineage/" + modelOf(continued)).json().path("ancestors").toString())
        .contains(checkpoint);
  }

  @Test
  void cloneIsTheRunAgainButForItsPatch() {
    String id = trained(Map.of("seed", 3, "augmentation", "weak", "learningRate", 1e-4));
    assertThat(filesOf(modelOf(cloned(id, Map.of())))).isEqualTo(filesOf(modelOf(id)));
    Map<String, Object> patch = new HashMap<>();
    patch.put("seed", 4);
    patch.put("learningRate", null);
    JsonNode plan = clonedPlan(id, patch);
    assertThat(plan.path("seed").asInt()).isEqualTo(4);
    assertThat(plan.path("optimizer").path("learningRate").asDouble())
        .isEqualTo(Presets.find("tiny").orElseThrow().optimizer().learningRate());
    assertThat(plan.path("images").path("augmentation").asString()).isEqualTo("weak");
    assertThat(clone(id, Map.of("seed", "x")).error("seed"))
        .isEqualTo("must be an integer of 64 bits");
    assertThat(clone(id, Map.of("sede", 1)).error("sede")).startsWith("unknown field");
    assertThat(clone(id, Map.of("checkpointId", dataset)).error("checkpointId"))
        .isEqualTo("is unknown");
    assertThat(clone("trn-none", Map.of()).problem()).isEqualTo("unknown-training-run");
  }

  @Test
  void probesTellWhatIsReadFromCodesOverTimeAndStep() {
    String id = trained(Map.of("steps", 4, "probeEverySteps", 2, "probeTimes", List.of(0, .5)));
    JsonNode points = api().get("/v1/training-runs/%s/probes".formatted(id)).json().path("points");
    assertThat(points.size()).isEqualTo(3 * 2 * 4); // before the first step, after two and four
    assertThat(points.path(0).toString())
        .startsWith("{\"step\":0,\"t\":0.0,\"factor\":\"background\",\"accuracy\":");
    assertThat(points.path(23).path("step").asInt()).isEqualTo(4);
    assertThat(points.path(23).path("t").asDouble()).isEqualTo(.5);
    String plain = trained(Map.of("steps", 4));
    assertThat(filesOf(modelOf(id))).isEqualTo(filesOf(modelOf(plain)));
    assertThat(api().get("/v1/training-runs/%s/probes".formatted(plain)).json().path("points"))
        .isEmpty();
  }

  @Test
  void picturesOfSamplesAreMadeWhileTheRunGoesOn() throws IOException {
    Map<String, Object> drawn =
        Map.of("steps", 4, "sampleEverySteps", 2, "sampleImages", 3, "sampleSteps", 3);
    String id = trained(drawn);
    String path = "/v1/training-runs/%s/samples".formatted(id);
    JsonNode samples = api().get(path).json();
    assertThat(samples.path("pictures").findValuesAsString("step")).containsExactly("0", "2", "4");
    double seconds = 0;
    for (JsonNode picture : samples.path("pictures")) {
      assertThat(picture.path("seconds").asDouble()).isPositive();
      seconds += picture.path("seconds").asDouble();
    }
    assertThat(samples.path("seconds").asDouble()).isEqualTo(seconds, offset(1e-9));
    Answer last = api().get(path + "/4");
    assertThat(last.header("Content-Type")).isEqualTo("image/png");
    BufferedImage grid = ImageIO.read(new ByteArrayInputStream(last.body()));
    assertThat(grid.getWidth()).isEqualTo(3 * 33 - 1);
    assertThat(grid.getHeight()).isEqualTo(2 * 33 - 1);
    assertThat(last.body()).isNotEqualTo(api().get(path + "/2").body());
    assertThat(api().get(path + "/3").problem()).isEqualTo("unknown-image");
    assertThat(api().get("/v1/training-runs/none/samples").problem())
        .isEqualTo("unknown-training-run");
    String again = trained(drawn);
    assertThat(api().get("/v1/training-runs/%s/samples/4".formatted(again)).body())
        .isEqualTo(last.body());
    String plain = trained(Map.of("steps", 4));
    assertThat(filesOf(modelOf(id))).isEqualTo(filesOf(modelOf(plain)));
    assertThat(api().get("/v1/training-runs/%s/samples".formatted(plain)).json().path("pictures"))
        .isEmpty();
  }

  @Test
  void metricsTellHowTheRunFares() {
    String id = trained(Map.of("steps", 20, "augmentation", "simclr"));
    JsonNode course = api().get("/v1/training-runs/%s/metrics?points=20".formatted(id)).json();
    assertThat(course.path("lastStep").asInt()).isEqualTo(20);
    JsonNode recent = course.path("recent");
    assertThat(recent.path("steps").asInt()).isEqualTo(20);
    assertThat(recent.path("secondsP95").asDouble())
        .isGreaterThanOrEqualTo(recent.path("secondsP50").asDouble())
        .isPositive();
    assertThat(recent.path("imagesPerSecond").asDouble()).isPositive();
    assertThat(recent.path("dataWait").asDouble()).isBetween(0., 1.);
    assertThat(recent.path("memoryBytes").asLong()).isGreaterThan(50L << 20);
    JsonNode points = course.path("points");
    assertThat(points.path(0).path("averageDecay").asDouble()).isEqualTo(2. / 11, offset(1e-15));
    assertThat(points.path(19).path("averageDecay").asDouble()).isEqualTo(21. / 30, offset(1e-15));
    JsonNode part =
        api()
            .get("/v1/training-runs/%s/metrics?points=2&fromStep=5&toStep=8".formatted(id))
            .json()
            .path("points");
    assertThat(part.findValuesAsString("step")).containsExactly("6", "8");
  }

  @Test
  void dryRunTellsThePlanAndStartsNothing() {
    String before = api().get("/v1/training-runs?limit=1").text();
    Answer answer = api().post("/v1/training-runs?dryRun=true", request(Map.of("seed", 5)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().path("plan").path("seed").asInt()).isEqualTo(5);
    assertThat(answer.json().path("estimatedSeconds").asDouble()).isPositive();
    assertThat(answer.json().path("estimatedMemoryBytes").asLong())
        .isBetween(100L << 20, 4L << 30); // a JVM with libtorch takes more, tiny takes less
    JsonNode count = answer.json().path("parameterCount");
    JsonNode model = api().get("/v1/models/" + modelOf(trained(Map.of("steps", 0)))).json();
    assertThat(count).isEqualTo(model.path("parameterCount"));
    assertThat(api().post("/v1/training-plans", request(Map.of("seed", 5))).json().path("plan"))
        .isEqualTo(answer.json().path("plan"));
    assertThat(api().get("/v1/training-runs?limit=2").json().path("items").path(1))
        .isEqualTo(JsonMapper.shared().readTree(before).path("items").path(0));
  }

  @Test
  void untrainedModelNeedsNoEstimate() {
    Answer answer = api().post("/v1/training-plans", request(Map.of("steps", 0)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().has("estimatedSeconds")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "steps                | -1    | must be 0 to 100000000",
        "batchSize            | 1     | must be 2 to 4096",
        "batchSize            | 61    | 61 is more than the 60 training images",
        "batchParts           | 3     | must divide the batch of 8",
        "learningRate         | 0     | must be above 0 and at most 1.0",
        "checkpointEverySteps | 0     | must be at least 1",
      })
  void impossiblePlanIsRefusedNamingTheField(String field, int value, String message) {
    Answer answer = api().post("/v1/training-runs", request(Map.of(field, value)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.error(field)).as(answer.text()).isEqualTo(message);
  }

  @Test
  void everythingWrongIsToldAtOnce() {
    Answer answer =
        api()
            .post(
                "/v1/training-runs",
                Map.of("datasetId", "ds-none", "preset", "huge", "objective", "drl", "steps", -1));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("errors").findValuesAsString("field"))
        .containsExactly("steps", "datasetId", "preset");
    assertThat(answer.error("preset")).startsWith("must be one of: tiny, small, paper-cifar10, ");
  }

  @Test
  void unknownFieldIsRefused() {
    Answer answer = api().post("/v1/training-runs", request(Map.of("epochs", 3)));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.error("epochs")).startsWith("unknown field");
  }

  @Test
  void uploadIsNoDataset() {
    String upload = uploaded("a", new byte[] {1});
    Answer answer = api().post("/v1/training-runs", request(Map.of("datasetId", upload)));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.error("datasetId")).isEqualTo("is unknown");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10_001})
  void pointsOutOfRangeAreRefused(int points) {
    Answer answer = api().get("/v1/training-runs/trn-x/metrics?points=" + points);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.error("points")).isNotEmpty();
  }

  @Test
  void whatIsUnknownIs404() {
    String importJob = api().get("/v1/datasets/" + dataset).json().path("jobId").asString();
    for (String id : List.of("trn-none", importJob)) {
      assertThat(api().get("/v1/training-runs/" + id).problem()).isEqualTo("unknown-training-run");
      assertThat(api().get("/v1/training-runs/" + id + "/metrics").status()).isEqualTo(404);
      assertThat(api().post("/v1/training-runs/" + id + "/cancel", "").status()).isEqualTo(404);
    }
    assertThat(api().get("/v1/models/mdl-none").problem()).isEqualTo("unknown-model");
    assertThat(api().get("/v1/models/" + dataset).problem()).isEqualTo("unknown-model");
    assertThat(api().get("/v1/presets/huge").problem()).isEqualTo("unknown-preset");
  }

  @Test
  void presetsTellWhatTheyFillIn() {
    JsonNode presets = api().get("/v1/presets").json().path("items");
    assertThat(presets.findValuesAsString("name"))
        .containsExactly(
            "tiny",
            "small",
            "paper-cifar10",
            "paper-cifar100",
            "paper-mini-imagenet",
            "paper-synthetic",
            "paper-cmnist",
            "paper-celeba");
    JsonNode small = api().get("/v1/presets/small").json();
    assertThat(small).isEqualTo(presets.path(1));
    assertThat(small.path("optimizer").path("warmupSteps").asInt()).isEqualTo(5000);
    assertThat(small.path("scoreNetwork").path("channelMultipliers").toString())
        .isEqualTo("[1,2,2,2]");
  }

  private Map<String, Object> request(Map<String, ?> overrides) {
    Map<String, Object> request = new HashMap<>();
    request.put("datasetId", dataset);
    request.put("preset", "tiny");
    request.put("objective", "drl");
    request.put("steps", STEPS);
    request.put("batchSize", 8);
    request.putAll(overrides);
    return request;
  }

  private String submit(Map<String, ?> overrides) {
    Answer answer = api().post("/v1/training-runs", request(overrides));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    return answer.json().path("id").asString();
  }

  private String trained(Map<String, ?> overrides) {
    String id = submit(overrides);
    JsonNode job = ended(id);
    assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("succeeded");
    return id;
  }

  private JsonNode checkpoints(String runId) {
    return api().get("/v1/training-runs/%s/checkpoints".formatted(runId)).json().path("items");
  }

  private Answer clone(String runId, Map<String, ?> patch) {
    return api()
        .send(
            "POST",
            "/v1/training-runs/%s/clone".formatted(runId),
            BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(patch)),
            "Content-Type",
            "application/merge-patch+json");
  }

  private String cloned(String runId, Map<String, ?> patch) {
    Answer answer = clone(runId, patch);
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    String id = answer.json().path("id").asString();
    JsonNode job = ended(id);
    assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("succeeded");
    return id;
  }

  private JsonNode clonedPlan(String runId, Map<String, ?> patch) {
    return api().get("/v1/training-runs/" + cloned(runId, patch)).json().path("plan");
  }

  private String modelOf(String runId) {
    return api().get("/v1/training-runs/" + runId).json().path("modelId").asString();
  }

  private JsonNode metrics(String runId, int points) {
    return api()
        .get("/v1/training-runs/%s/metrics?points=%d".formatted(runId, points))
        .json()
        .path("points");
  }

  /** SHA-256 of each file of a model. */
  private Map<String, String> filesOf(String modelId) {
    Map<String, String> digests = new HashMap<>();
    for (JsonNode file : api().get("/v1/artifacts/" + modelId).json().path("files")) {
      digests.put(file.path("name").asString(), file.path("sha256").asString());
    }
    return digests;
  }
}
