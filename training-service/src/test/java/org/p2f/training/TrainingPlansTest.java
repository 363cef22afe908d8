package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2f.kit.test.Answer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class TrainingPlansTest extends TrainingTest {
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
  void dryRunReckonsWithProbesAndPictures() {
    double steps = estimatedSeconds(Map.of());
    assertThat(estimatedSeconds(Map.of("samples.everySteps", 1, "samples.sampler.steps", 1_000)))
        .isGreaterThan(10 * steps); // 7 chains of 1,000 steps beside 6 steps of training
    assertThat(estimatedSeconds(Map.of("probe.everySteps", 1))).isGreaterThan(1.2 * steps);
  }

  /** A run of it would fail with its first steps; what they take is known all the same. */
  @Test
  void planThatDivergesIsEstimatedToo() {
    Answer answer =
        api()
            .post(
                "/v1/training-plans",
                request(
                    Map.of(
                        "optimizer.learningRate",
                        Double.MIN_VALUE,
                        "optimizer.epsilon",
                        Double.MIN_VALUE,
                        "optimizer.beta1",
                        0,
                        "optimizer.beta2",
                        0,
                        "optimizer.clipNorm",
                        Double.MIN_VALUE,
                        "optimizer.warmupSteps",
                        0)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().path("estimatedSeconds").asDouble()).isPositive();
  }

  private double estimatedSeconds(Map<String, ?> overrides) {
    return api()
        .post("/v1/training-plans", request(overrides))
        .json()
        .path("estimatedSeconds")
        .asDouble();
  }

  @Test
  void untrainedModelNeedsNoEstimate() {
    Answer answer = api().post("/v1/training-plans", request(Map.of("steps", 0)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().has("estimatedSeconds")).isFalse();
  }

  @Test
  void contradictionIsRefusedNamingBothFields() {
    Answer answer =
        api()
            .post(
                "/v1/training-runs",
                request(Map.of("loss.timeSteps", "discrete", "loss.weighting", "likelihood")));
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.json().path("errors").findValuesAsString("field"))
        .containsExactly("loss.timeSteps", "loss.weighting");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "steps                | -1    | must be 0 to 100000000",
        "batchSize            | 1     | must be 2 to 4096",
        "batchSize            | 61    | 61 is more than the 60 training images",
        "batchParts           | 3     | must divide the batch of 8",
        "replicas             | 3     | must divide the batch of 8 into parts of 2 images or more",
        "replicas             | 8     | must divide the batch of 8 into parts of 2 images or more",
        "optimizer.learningRate | 0     | must be above 0 and at most 1",
        "checkpoints.everySteps | 0     | must be at least 1",
        "diffusion.betaMax | 1000  | must be above 0 and at most 999",
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
    Answer nested = api().post("/v1/training-runs", request(Map.of("encoder.latentSiz", 3)));
    assertThat(nested.error("encoder.latentSiz"))
        .isEqualTo(
            "unknown field; known are conditioning, depth, fourierScale, latentSize, readout, time,"
                + " width");
    Answer text = api().post("/v1/training-runs", request(Map.of("probe.everySteps", "often")));
    assertThat(text.error("probe.everySteps")).isEqualTo("must be an integer of 64 bits");
    Answer missing = api().post("/v1/training-runs", request(Map.of("probe.features", 3)));
    assertThat(missing.error("probe.everySteps")).isEqualTo("is required");
  }

  @Test
  void aPlanCanBeEditedAndSentBack() {
    JsonNode plan =
        api()
            .post(
                "/v1/training-plans",
                request(Map.of("probe.everySteps", 2, "samples.everySteps", 3)))
            .json()
            .path("plan");
    assertThat(api().post("/v1/training-plans", plan).json().path("plan")).isEqualTo(plan);
    ((ObjectNode) plan.path("optimizer")).put("learningRate", 1e-5);
    JsonNode edited = api().post("/v1/training-plans", plan).json().path("plan");
    assertThat(edited).isEqualTo(plan);
  }

  @Test
  void uploadIsNoDataset() {
    String upload = uploaded("a", new byte[] {1});
    Answer answer = api().post("/v1/training-runs", request(Map.of("datasetId", upload)));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.error("datasetId")).isEqualTo("is unknown");
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
}
