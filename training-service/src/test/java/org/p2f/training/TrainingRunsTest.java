package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.catalog.test.Waiting;
import org.p2f.kit.json.MergePatch;
import org.p2f.kit.test.Answer;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TrainingRunsTest extends TrainingTest {
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
        """
        {"objective": "vae", "loss": {"reconstruction": "bce"}, "encoder": {"latentSize": 8}}
        """,
        """
        {"diffusion": {"kind": "sub-vp"}, "loss": {"weighting": "likelihood", "mixup": true},
         "scoreNetwork": {"options":
           {"embedding": "positional", "fir": true, "progressiveOutput": "output-skip"}}}
        """,
        """
        {"objective": "drl-unpenalised", "scoreNetwork": {"kind": "ncsn-v2", "features": 4},
         "loss": {"timeSteps": "discrete"}, "encoder": {"time": "fixed"}}
        """,
        """
        {"objective": "vdrl",
         "encoder": {"readout": "spatial", "latentSize": 5, "conditioning": "scale-shift",
           "fourierScale": 2.0},
         "scoreNetwork": {"options":
           {"conditioning": "scale-shift", "fourierScale": 2.0, "patchSize": 2}},
         "loss": {"preconditioning": "edm", "weighting": "edm", "timeDraws": "stratified"},
         "optimizer": {"schedule": "cosine"}}
        """,
        """
        {"diffusion": {"kind": "vp"}, "samples": {"everySteps": 2, "sampler": {"steps": 2}},
         "loss": {"preconditioning": "velocity", "weighting": "min-snr"}}
        """,
        """
        {"diffusion": {"kind": "sub-vp"}, "samples": {"everySteps": 2, "sampler": {"steps": 2}},
         "loss": {"preconditioning": "denoised", "weighting": "image"}}
        """,
        """
        {"objective": "vdrl", "contrast": {"weight": 2.0}, "images": {"augmentation": "simsiam"}}
        """
      })
  void settingsCombine(String settings) {
    Map<String, Object> wish =
        JsonMapper.shared().readValue(settings, new TypeReference<Map<String, Object>>() {});
    String id = trained(wish);
    JsonNode plan = api().get("/v1/training-runs/" + id).json().path("plan");
    assertThat(MergePatch.apply(plan, JsonMapper.shared().readTree(settings))).isEqualTo(plan);
    JsonNode last = metrics(id, 500).path(STEPS - 1);
    boolean scores = !plan.path("objective").asString().equals("vae");
    assertThat(last.path("scoreLoss").asDouble() > 0).isEqualTo(scores);
    assertThat(last.path("reconstructionLoss").asDouble() > 0).isEqualTo(!scores);
    assertThat(last.path("contrastLoss").asDouble() > 0)
        .isEqualTo(plan.path("contrast").path("weight").asDouble() > 0);
    double parts =
        Stream.of("scoreLoss", "latentPenalty", "reconstructionLoss", "contrastLoss")
            .mapToDouble(part -> last.path(part).asDouble())
            .sum();
    assertThat(last.path("loss").asDouble()).isCloseTo(parts, within(1e-5 * parts)); // float32
  }

  @Test
  void sameSeedGivesTheSameModelAndAnotherSeedAnother() {
    Map<String, String> first = filesOf(modelOf(trained(Map.of("seed", 1))));
    assertThat(filesOf(modelOf(trained(Map.of("seed", 1))))).isEqualTo(first);
    Map<String, String> other = filesOf(modelOf(trained(Map.of("seed", 2))));
    assertThat(other.get("weights.safetensors")).isNotEqualTo(first.get("weights.safetensors"));
  }

  /** A merge patch that is no object takes the request's place, RFC 7396; null leaves none. */
  @Test
  void patchThatLeavesNoRequestIsRefused() {
    String id = submit(Map.of());
    for (String patch : List.of("null", "5", "[]")) {
      Answer clone = api().post("/v1/training-runs/%s/clone".formatted(id), patch);
      assertThat(clone.status()).as(patch + clone.text()).isEqualTo(422);
      assertThat(clone.error("")).startsWith("must be an object with datasetId, preset, objective");
    }
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
}
