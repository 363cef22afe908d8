package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2f.catalog.test.Waiting;
import org.p2f.kit.test.Answer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Samples, likelihoods and names of a model of two steps. */
class SamplingTest extends ServiceTest {
  private static String dataset = "";
  private static String model = "";

  @BeforeEach
  void train() {
    if (!model.isEmpty()) {
      return;
    }
    dataset = syntheticDataset(60);
    JsonNode job = finished("/v1/training-runs", TinyRun.of(dataset, 2));
    model = job.path("artifacts").path(0).asString();
  }

  private Map<String, Object> request(String mode, Map<String, ?> more) {
    Map<String, Object> request = new HashMap<>();
    request.put("modelId", model);
    request.put("mode", mode);
    request.put("seed", 3);
    if (!mode.equals("codes")) {
      request.put("datasetId", dataset);
    }
    request.putAll(more);
    Map<String, Object> sampler = new HashMap<>(Map.of("steps", 4));
    if (more.get("sampler") instanceof Map<?, ?> said) {
      said.forEach((setting, value) -> sampler.put((String) setting, value));
    }
    request.put("sampler", sampler);
    return request;
  }

  private JsonNode sampled(String mode, Map<String, ?> more) {
    JsonNode job = finished("/v1/sampling-runs", request(mode, more));
    assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("succeeded");
    return api().get("/v1/sampling-runs/" + job.path("id").asString()).json();
  }

  private JsonNode artifact(JsonNode run) {
    return api().get("/v1/artifacts/" + run.path("samplesId").asString()).json();
  }

  private String digestOf(JsonNode run, String file) {
    for (JsonNode f : artifact(run).path("files")) {
      if (f.path("name").asString().equals(file)) {
        return f.path("sha256").asString();
      }
    }
    throw new AssertionError("No " + file);
  }

  private byte[] file(JsonNode run, String name) {
    return api()
        .get("/v1/artifacts/%s/files/%s".formatted(run.path("samplesId").asString(), name))
        .body();
  }

  @Test
  void reconstructionsEndInSamplesGridAndManifest() throws IOException {
    JsonNode run = sampled("reconstruct", Map.of("n", 3, "variations", 2, "batchSize", 4));
    assertThat(run.path("n").asInt()).isEqualTo(6);
    assertThat(run.path("plan").path("weights").asString()).isEqualTo("ema");
    assertThat(run.path("plan").path("sampler").path("signalToNoise").asDouble()).isEqualTo(.16);
    JsonNode samples = artifact(run);
    assertThat(samples.path("kind").asString()).isEqualTo("samples");
    assertThat(samples.path("parents").toString()).contains(model).contains(dataset);
    BufferedImage grid = ImageIO.read(new ByteArrayInputStream(file(run, "grid.png")));
    assertThat(grid.getWidth()).isEqualTo(3 * 33 - 1);
    assertThat(grid.getHeight()).isEqualTo(3 * 33 - 1); // originals and two variations
    assertThat(new String(file(run, "manifest.json"), StandardCharsets.UTF_8))
        .contains("\"sample\":5")
        .contains("\"variation\":1");
    // 6 images of 3·32·32 floats behind their header
    assertThat(file(run, "samples.safetensors").length).isGreaterThan(6 * 3 * 32 * 32 * 4);
  }

  @Test
  void sameSeedGivesTheSameSamplesAndAnotherOthers() {
    String first = digestOf(sampled("reconstruct", Map.of("n", 2)), "samples.safetensors");
    assertThat(digestOf(sampled("reconstruct", Map.of("n", 2)), "samples.safetensors"))
        .isEqualTo(first);
    assertThat(digestOf(sampled("reconstruct", Map.of("n", 2, "seed", 4)), "samples.safetensors"))
        .isNotEqualTo(first);
    assertThat(
            digestOf(
                sampled("reconstruct", Map.of("n", 2, "weights", "raw")), "samples.safetensors"))
        .isNotEqualTo(first);
  }

  @Test
  void everyModeAndMethodWorks() {
    int d = api().get("/v1/models/" + model).json().path("latentSize").asInt();
    List<Double> code = Collections.nCopies(d, .5);
    sampled(
        "codes", Map.of("codes", List.of(code, code), "sampler", Map.of("predictor", "ancestral")));
    sampled("interpolate", Map.of("images", List.of(0, 5), "n", 3, "codeTime", .4));
    sampled(
        "inpaint",
        Map.of("n", 2, "hole", Map.of("x", 3), "sampler", Map.of("predictor", "euler-maruyama")));
    sampled(
        "colourise",
        Map.of("images", List.of(7), "sampler", Map.of("corrector", "annealed-langevin")));
    JsonNode flow =
        finished(
            "/v1/sampling-runs",
            Map.of(
                "modelId",
                model,
                "mode",
                "reconstruct",
                "datasetId",
                dataset,
                "n",
                1,
                "sampler",
                Map.of(
                    "method",
                    "probability-flow",
                    "relativeTolerance",
                    .01,
                    "absoluteTolerance",
                    .01)));
    assertThat(flow.path("state").asString()).as(flow.toString()).isEqualTo("succeeded");
  }

  /** Each has a name, and gives other samples of the same noise. */
  @Test
  void solversMakeSamplesInFewSteps() {
    List<String> digests =
        Stream.of("ddim", "heun", "dpm-solver-pp-2m", "euler", "runge-kutta-4")
            .map(
                method -> {
                  JsonNode run =
                      sampled("reconstruct", Map.of("n", 2, "sampler", Map.of("method", method)));
                  JsonNode sampler = run.path("plan").path("sampler");
                  assertThat(sampler.path("method").asString()).isEqualTo(method);
                  assertThat(sampler.path("steps").asInt()).isEqualTo(4);
                  assertThat(sampler.path("spacing").asString()).isEqualTo("karras");
                  assertThat(sampler.has("predictor")).isFalse();
                  return digestOf(run, "samples.safetensors");
                })
            .toList();
    assertThat(digests).doesNotHaveDuplicates();
    JsonNode spaced =
        sampled(
            "reconstruct",
            Map.of("n", 2, "sampler", Map.of("method", "ddim", "spacing", "log-snr")));
    assertThat(digestOf(spaced, "samples.safetensors")).isNotIn(digests);
    assertThat(
            digestOf(
                sampled("reconstruct", Map.of("n", 2, "sampler", Map.of("method", "ddim"))),
                "samples.safetensors"))
        .isEqualTo(digests.getFirst());
  }

  @Test
  void settingsOfOtherMethodsAreRefusedNamingBoth() {
    Answer answer =
        api()
            .post(
                "/v1/sampling-runs",
                request(
                    "reconstruct",
                    Map.of(
                        "sampler",
                        Map.of(
                            "method", "heun", "predictor", "ancestral", "relativeTolerance", .1))));
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.error("sampler.predictor")).contains("see sampler.method");
    assertThat(answer.error("sampler.relativeTolerance")).contains("see sampler.method");
    assertThat(answer.text()).contains("(see sampler.predictor)");
    Answer spaced =
        api()
            .post(
                "/v1/sampling-runs",
                request("reconstruct", Map.of("sampler", Map.of("spacing", "time"))));
    assertThat(spaced.status()).as(spaced.text()).isEqualTo(422);
    assertThat(spaced.error("sampler.spacing")).contains("see sampler.method");
  }

  @Test
  void samplesOfNoImageInParticularAreMadeFromCodesThatAreDrawn() throws IOException {
    JsonNode run = sampled("aggregate", Map.of("n", 50, "batchSize", 32));
    String manifest = new String(file(run, "manifest.json"), StandardCharsets.UTF_8);
    List<Integer> drawn =
        JsonMapper.shared()
            .readTree(manifest)
            .valueStream()
            .map(sample -> sample.path("image").asInt())
            .toList();
    assertThat(drawn).hasSize(50);
    assertThat(drawn.stream().distinct().count()).isBetween(20L, 39L); // 40 test images
    BufferedImage grid = ImageIO.read(new ByteArrayInputStream(file(run, "grid.png")));
    assertThat(grid.getHeight()).isEqualTo(4 * 33 - 1); // 50 samples, 16 a row, no originals
    assertThat(digestOf(sampled("aggregate", Map.of("n", 50, "batchSize", 32)), "manifest.json"))
        .isEqualTo(digestOf(run, "manifest.json"));
    assertThat(digestOf(sampled("aggregate", Map.of("n", 50, "seed", 4)), "manifest.json"))
        .isNotEqualTo(digestOf(run, "manifest.json"));
  }

  @Test
  void priorOfNormalCodesNeedsNoImages() {
    Map<String, Object> wish = new HashMap<>(Map.of("n", 3, "variations", 2));
    Map<String, Object> request = request("prior", wish);
    request.remove("datasetId");
    Answer refused = api().post("/v1/sampling-runs", request);
    assertThat(refused.error("modelId")).contains("only codes that are normal");
    JsonNode trained =
        finished(
            "/v1/training-runs",
            Map.of(
                "datasetId",
                dataset,
                "preset",
                "tiny",
                "objective",
                "vdrl",
                "steps",
                1,
                "batchSize",
                8));
    request.put("modelId", trained.path("artifacts").path(0).asString());
    JsonNode job = finished("/v1/sampling-runs", request);
    assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("succeeded");
    JsonNode run = api().get("/v1/sampling-runs/" + job.path("id").asString()).json();
    assertThat(run.path("n").asInt()).isEqualTo(6);
    request.put("batchSize", 2);
    JsonNode other = finished("/v1/sampling-runs", request);
    assertThat(other.path("state").asString()).as(other.toString()).isEqualTo("succeeded");
  }

  @Test
  void contradictionsAreRefusedNamingBoth() {
    Answer answer =
        api()
            .post(
                "/v1/sampling-runs",
                request(
                    "inpaint",
                    Map.of(
                        "sampler",
                        Map.of("method", "probability-flow"),
                        "hole",
                        Map.of("width", 33),
                        "codeTime",
                        2)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.error("sampler.steps")).contains("see sampler.method");
    assertThat(answer.text())
        .contains("(see sampler.steps)"); // at method, beside its other conflict
    assertThat(answer.error("mode")).contains("see sampler.method");
    assertThat(answer.error("hole.width")).contains("32 pixels");
    assertThat(answer.error("codeTime")).isEqualTo("must be from 0 to 1");
  }

  @Test
  void cancelledRunEndsWithoutSamples() {
    Answer started =
        api()
            .post(
                "/v1/sampling-runs",
                request("reconstruct", Map.of("sampler", Map.of("steps", 10_000), "n", 40)));
    assertThat(started.status()).as(started.text()).isEqualTo(202);
    String id = started.json().path("id").asString();
    assertThat(started.header("Location")).isEqualTo("/v1/sampling-runs/" + id);
    Waiting.until(
        "first steps",
        () -> api().get("/v1/jobs/" + id).json(),
        job -> job.path("progress").asDouble() > 0);
    assertThat(api().post("/v1/sampling-runs/" + id + "/cancel", "").status()).isEqualTo(202);
    assertThat(ended(id).path("state").asString()).isEqualTo("cancelled");
    assertThat(api().get("/v1/sampling-runs/" + id).json().has("samplesId")).isFalse();
    assertThat(HOME.resolve("work").resolve(id)).doesNotExist();
  }

  @Test
  void likelihoodsHaveAMeanAndItsInterval() {
    Map<String, Object> request =
        Map.of(
            "modelId",
            model,
            "datasetId",
            dataset,
            "n",
            3,
            "batchSize",
            2,
            "relativeTolerance",
            .01,
            "absoluteTolerance",
            .01);
    JsonNode job = finished("/v1/likelihoods", request);
    assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("succeeded");
    JsonNode result = api().get("/v1/likelihoods/" + job.path("id").asString()).json();
    assertThat(result.path("n").asInt()).isEqualTo(3);
    double mean = result.path("bitsPerDimension").asDouble();
    assertThat(mean).isBetween(5., 20.); // an untrained model's: about the prior's 12
    assertThat(result.path("low").asDouble()).isLessThan(mean);
    assertThat(result.path("high").asDouble()).isGreaterThan(mean);
    String csv =
        api()
            .get(
                "/v1/artifacts/%s/files/bits.csv"
                    .formatted(result.path("likelihoodsId").asString()))
            .text();
    assertThat(csv.lines()).hasSize(4).startsWith("image,bits_per_dimension");
    assertThat(api().get("/v1/likelihoods?limit=1").json().path("items").path(0)).isEqualTo(result);
    Answer refused =
        api()
            .post(
                "/v1/likelihoods",
                Map.of("modelId", "none", "datasetId", "none", "n", 0, "probes", 0));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().path("errors").findValuesAsString("field"))
        .contains("modelId", "datasetId", "n", "probes");
  }

  private Answer put(String path) {
    return api().send("PUT", path, BodyPublishers.noBody());
  }

  @Test
  void aliasStandsForAModelUntilItIsMoved() {
    assertThat(put("/v1/models/" + model + "/aliases/best").status()).isEqualTo(200);
    JsonNode named = api().get("/v1/models/best").json();
    assertThat(named.path("id").asString()).isEqualTo(model);
    assertThat(named.path("aliases").toString()).isEqualTo("[\"best\"]");
    JsonNode run =
        finished("/v1/sampling-runs", request("reconstruct", Map.of("modelId", "best", "n", 1)));
    assertThat(run.path("state").asString()).isEqualTo("succeeded");
    assertThat(
            api()
                .get("/v1/sampling-runs/" + run.path("id").asString())
                .json()
                .path("plan")
                .path("modelId")
                .asString())
        .isEqualTo(model);
    String other =
        finished("/v1/training-runs", TinyRun.of(dataset, 0)).path("artifacts").path(0).asString();
    assertThat(put("/v1/models/" + other + "/aliases/best").status()).isEqualTo(200);
    assertThat(api().get("/v1/models/best").json().path("id").asString()).isEqualTo(other);
    assertThat(api().get("/v1/models/" + model).json().path("aliases").size()).isZero();
    assertThat(api().delete("/v1/models/" + model + "/aliases/best").problem())
        .isEqualTo("unknown-alias");
    assertThat(api().delete("/v1/models/best/aliases/best").status()).isEqualTo(200);
    assertThat(api().get("/v1/models/best").problem()).isEqualTo("unknown-model");
    for (String no : List.of("mdl-x", "Best", "a%20b")) {
      assertThat(put("/v1/models/" + model + "/aliases/" + no).status()).isEqualTo(422);
    }
  }

  @Test
  void samplesAreComparedWithRealImagesWhoseFeaturesAreKept() {
    String samples = sampled("reconstruct", Map.of("n", 12)).path("samplesId").asString();
    Map<String, Object> request =
        Map.of("samplesId", samples, "datasetId", dataset, "n", 30, "subsets", 5, "subsetSize", 6);
    JsonNode first = evaluated(request);
    assertThat(first.path("n").asInt()).isEqualTo(12);
    assertThat(first.path("references").asInt()).isEqualTo(30);
    assertThat(first.path("features").asInt()).isEqualTo(6);
    assertThat(first.path("frechetDistance").asDouble()).isPositive();
    assertThat(first.path("kernelDistance").isNumber()).isTrue();
    assertThat(first.path("kernelDistanceStd").asDouble()).isPositive();
    assertThat(first.path("inceptionScore").asDouble()).isBetween(1., 3.);
    JsonNode kept = api().get("/v1/artifacts?kind=features").json().path("items");
    assertThat(kept.size()).isEqualTo(1);
    assertThat(kept.path(0).path("parents").toString()).isEqualTo("[\"%s\"]".formatted(dataset));
    JsonNode second = evaluated(request);
    assertThat(second.path("frechetDistance")).isEqualTo(first.path("frechetDistance"));
    assertThat(second.path("kernelDistance")).isEqualTo(first.path("kernelDistance"));
    assertThat(api().get("/v1/artifacts?kind=features").json().path("items").size()).isEqualTo(1);
    Answer refused =
        api()
            .post(
                "/v1/sample-evaluations",
                Map.of("samplesId", "none", "datasetId", dataset, "n", 1, "subsetSize", 1));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().path("errors").findValuesAsString("field"))
        .contains("samplesId", "n", "subsetSize");
  }

  private JsonNode evaluated(Map<String, Object> request) {
    JsonNode job = finished("/v1/sample-evaluations", request);
    assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("succeeded");
    return api().get("/v1/sample-evaluations/" + job.path("id").asString()).json().path("result");
  }

  @Test
  void modelIsExportedWithItsWeightsInside() {
    Answer archive = api().get("/v1/models/" + model + "/exports/torchscript");
    assertThat(archive.status()).isEqualTo(200);
    assertThat(archive.header("Content-Disposition")).contains("model.pt");
    assertThat(archive.body()).startsWith('P', 'K');
    Answer onnx = api().get("/v1/models/" + model + "/exports/onnx?weights=ema");
    assertThat(onnx.status()).isEqualTo(200);
    assertThat(onnx.body().length).isGreaterThan(10_000);
    assertThat(onnx.body())
        .isNotEqualTo(api().get("/v1/models/" + model + "/exports/onnx?weights=raw").body());
    assertThat(api().get("/v1/models/" + model + "/exports/pickle").status()).isEqualTo(422);
    assertThat(api().get("/v1/models/none/exports/onnx").problem()).isEqualTo("unknown-model");
  }

  @Test
  void whatIsUnknownIs404() {
    assertThat(api().get("/v1/sampling-runs/none").problem()).isEqualTo("unknown-sampling-run");
    assertThat(api().post("/v1/sampling-runs/none/cancel", "").status()).isEqualTo(404);
    assertThat(api().get("/v1/sample-evaluations/none").problem())
        .isEqualTo("unknown-sample-evaluation");
    assertThat(api().get("/v1/likelihoods/none").problem()).isEqualTo("unknown-likelihood");
  }
}
