package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.kit.test.Answer;
import org.p2f.numerics.encode.Encoder;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.spec.network.Weights;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class ModelImportsTest extends ServiceTest {
  /** What PyTorch saved and computed; the folder's README tells how. */
  private static final Path FIXTURE = Path.of("../numerics/src/test/resources/checkpoint");

  /** Share of the largest value; 3.7e-6 was measured, PyTorch's phases are float32. */
  private static final double TOLERANCE = 1e-5;

  private static final List<List<Integer>> CODES = List.of(List.of(0, 0, 0, 0, 0, 0, 0, 0));

  @Autowired Artifacts artifacts;

  private String checkpoint() {
    try {
      return uploaded("checkpoint.pth", Files.readAllBytes(FIXTURE.resolve("checkpoint.pth")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The fixture's networks, told by what differs from the published preset. */
  private static Map<String, Object> request(String weightsId, Map<String, ?> overrides) {
    Map<String, Object> request = new HashMap<>();
    request.put("name", "from PyTorch");
    request.put("weightsId", weightsId);
    request.put("preset", "small");
    request.put("objective", "drl");
    request.put("imageSize", 16);
    request.put("mean", List.of(.4914, .4822, .4465));
    request.put("std", List.of(.2470, .2435, .2616));
    request.put("encoder.latentSize", 8);
    request.put("encoder.depth", 10);
    request.put("scoreNetwork.features", 4);
    request.put("scoreNetwork.channelMultipliers", List.of(1, 1, 1));
    request.put("scoreNetwork.blocksPerLevel", 1);
    request.put("scoreNetwork.attentionResolutions", List.of(8));
    request.putAll(overrides);
    return Nested.of(request);
  }

  private JsonNode imported(Map<String, ?> request) {
    JsonNode job = finished("/v1/models", request);
    assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("succeeded");
    return job;
  }

  private long models() {
    return api().get("/v1/models?limit=100").json().path("items").size();
  }

  @Test
  void checkpointOfPyTorchBecomesModelWithPyTorchsCodes() throws IOException {
    String upload = checkpoint();
    JsonNode job = imported(request(upload, Map.of("alias", "theirs")));
    assertThat(job.path("kind").asString()).isEqualTo("model-import");
    JsonNode model = api().get("/v1/models/theirs").json();
    assertThat(job.path("artifacts").path(0)).isEqualTo(model.path("id"));
    assertThat(model.path("weights").toString()).isEqualTo("[\"raw\",\"ema\"]");
    assertThat(model.path("step").asInt()).isEqualTo(7);
    assertThat(model.path("latentSize").asInt()).isEqualTo(8);
    assertThat(model.path("preset").asString()).isEqualTo("small");
    assertThat(model.has("datasetId")).isFalse();
    assertThat(model.at("/parameterCount/scoreNetwork").asInt()).isPositive();
    String id = model.path("id").asString();
    assertThat(error(id, Weights.RAW, "z")).isLessThan(TOLERANCE);
    assertThat(error(id, Weights.EMA, "z_ema")).isLessThan(TOLERANCE);

    JsonNode lineage = api().get("/v1/lineage/" + id).json();
    assertThat(lineage.path("ancestors").findValuesAsString("id")).containsExactly(upload);
    JsonNode told = lineage.at("/artifact/provenance/imported");
    assertThat(told.at("/files/0/name").asString()).isEqualTo("checkpoint.pth");
    assertThat(told.path("leftOut").toString())
        .contains("module.encoder.linear.weight", "module.sigmas");
    assertThat(told.path("unread").toString()).isEqualTo("[\"optimizer\"]");
    assertThat(lineage.at("/artifact/jobId").asString()).isEqualTo(job.path("id").asString());

    JsonNode samples =
        finished(
            "/v1/sampling-runs",
            Map.of(
                "modelId",
                "theirs",
                "mode",
                "codes",
                "sampler",
                Map.of("steps", 2),
                "codes",
                CODES));
    assertThat(samples.path("state").asString()).as(samples.toString()).isEqualTo("succeeded");
  }

  /** Largest deviation of the codes from PyTorch's, as a share of the largest of those. */
  private double error(String model, Weights weights, String codes) throws IOException {
    var artifact = artifacts.find(model).orElseThrow();
    var files =
        new ModelFiles(
            artifacts.open(artifact, weights.file()), artifacts.open(artifact, ModelFiles.SPEC));
    var engine = Engine.start(Engine.Target.CPU, 1);
    try (var expected = SafetensorsFile.open(FIXTURE.resolve("codes.safetensors"));
        var encoder =
            Encoder.load(engine, files, weights, Precision.FLOAT32, Layout.CHANNELS_LAST);
        var arena = Arena.ofConfined()) {
      float[] z = expected.data(codes).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
      float[] t = expected.data("t").toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
      int images = (int) expected.tensor("x").shape()[0];
      int size = encoder.spec().latentSize();
      var out = arena.allocate((long) images * size * Float.BYTES, 64);
      double largest = 0;
      double off = 0;
      for (int k = 0; k < t.length; k++) {
        encoder.encode(expected.data("x"), t[k], out);
        for (int i = 0; i < images * size; i++) {
          double there = z[(i / size * t.length + k) * size + i % size];
          largest = Math.max(largest, Math.abs(there));
          off = Math.max(off, Math.abs(out.getAtIndex(ValueLayout.JAVA_FLOAT, i) - there));
        }
      }
      return off / largest;
    }
  }

  @Test
  void dryRunTellsWhatWouldBecomeOfTheWeightsAndKeepsNothing() {
    long before = models();
    Answer answer = api().post("/v1/models?dryRun=true", request(checkpoint(), Map.of()));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    JsonNode told = answer.json();
    assertThat(told.path("format").asString()).isEqualTo("pytorch-checkpoint");
    assertThat(told.path("encoderAlone").asBoolean()).isFalse();
    assertThat(told.path("unread").toString()).isEqualTo("[\"optimizer\"]");
    assertThat(told.path("leftOut").findValuesAsString("name"))
        .contains("module.encoder.time_embedding.param_t");
    assertThat(told.path("tensors").asInt()).isPositive();
    assertThat(models()).isEqualTo(before);
  }

  @Test
  void tensorsThatDoNotFitAreNamedOneByOne() {
    String upload = checkpoint();
    long before = models();
    Answer gaussian = api().post("/v1/models", request(upload, Map.of("objective", "vdrl")));
    assertThat(gaussian.status()).as(gaussian.text()).isEqualTo(422);
    assertThat(gaussian.problem()).isEqualTo("unfit-weights");
    assertThat(gaussian.error("encoder.linear_latent.weight"))
        .isEqualTo("is missing; the networks need it with the shape [16, 8]");
    assertThat(gaussian.json().path("detail").asString())
        .isEqualTo("2 tensors do not fit the networks");
    Answer wider = api().post("/v1/models", request(upload, Map.of("scoreNetwork.features", 8)));
    assertThat(wider.error("module.latent_to_temb.weight"))
        .isEqualTo("has the shape [16, 8], the networks need [32, 8]");
    Answer shallow =
        api()
            .post(
                "/v1/models",
                request(upload, Map.of("scoreNetwork.channelMultipliers", List.of(1, 1))));
    assertThat(shallow.text()).contains("is unexpected: the networks have no such tensor");
    Answer alone =
        api()
            .post(
                "/v1/models?dryRun=true",
                request(upload, Map.of("scoreNetwork.features", 8, "encoderAlone", true)));
    assertThat(alone.status()).as(alone.text()).isEqualTo(200);
    assertThat(alone.json().at("/parameterCount/scoreNetwork").asInt()).isZero();
    assertThat(models()).isEqualTo(before);
  }

  @Test
  void whatIsNoCheckpointOfTensorsIsRefusedByItsName() throws IOException {
    String evil = "\u0080\u0002cposix\nsystem\n(X\u0004\0\0\0touchtR.";
    refuses(
        uploaded("evil.pth", zip("a/data.pkl", evil.getBytes(StandardCharsets.ISO_8859_1))),
        "evil.pth/a/data.pkl: at byte 16: refers to 'posix.system'");
    byte[] whole = Files.readAllBytes(FIXTURE.resolve("checkpoint.pth"));
    refuses(uploaded("cut.pth", Arrays.copyOf(whole, 5000)), "cut.pth: is no zip file");
    refuses(uploaded("notes.txt", "hello, there".getBytes(StandardCharsets.UTF_8)), "notes.txt: ");
    refuses(uploaded("other.zip", zip("x.txt", new byte[1])), "none that torch.save has written");
  }

  private void refuses(String upload, String detail) {
    Answer answer = api().post("/v1/models", request(upload, Map.of()));
    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.problem()).isEqualTo("invalid-data");
    assertThat(answer.json().path("detail").asString()).contains(detail);
  }

  private static byte[] zip(String name, byte[] content) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
    }
    return out.toByteArray();
  }

  @Test
  void exportedModelBecomesTheSameBytesAgain() {
    String trained = imported(request(checkpoint(), Map.of())).path("artifacts").path(0).asString();
    JsonNode job =
        imported(
            Map.of(
                "name",
                "again",
                "weightsId",
                file(trained, "weights.safetensors"),
                "averagesId",
                file(trained, "ema.safetensors"),
                "specId",
                file(trained, "model.json")));
    String again = job.path("artifacts").path(0).asString();
    for (String file : List.of("weights.safetensors", "ema.safetensors", "model.json")) {
      assertThat(content(again, file)).as(file).isEqualTo(content(trained, file));
    }
    JsonNode raw =
        imported(
            Map.of(
                "name",
                "raw alone",
                "alias",
                "raw-alone",
                "weightsId",
                file(trained, "weights.safetensors"),
                "specId",
                file(trained, "model.json")));
    assertThat(raw.path("artifacts").size()).isEqualTo(1);
    Map<String, Object> sampling = Map.of("modelId", "raw-alone", "mode", "codes", "codes", CODES);
    Answer averaged = api().post("/v1/sampling-runs", with(sampling, "weights", "ema"));
    assertThat(averaged.error("weights")).contains("the model holds no averaged weights");
    JsonNode samples = finished("/v1/sampling-runs", with(sampling, "sampler", Map.of("steps", 2)));
    assertThat(samples.path("state").asString()).as(samples.toString()).isEqualTo("succeeded");
    assertThat(samples.at("/plan/weights").asString()).isEqualTo("raw");
  }

  private static Map<String, Object> with(Map<String, Object> request, String key, Object value) {
    Map<String, Object> other = new HashMap<>(request);
    other.put(key, value);
    return other;
  }

  private byte[] content(String model, String file) {
    return api().get("/v1/models/%s/files/%s".formatted(model, file)).body();
  }

  private String file(String model, String file) {
    return uploaded(file, content(model, file));
  }

  @Test
  void fieldsThatAreWrongAreNamed() {
    Answer unknown = api().post("/v1/models", request("upl-none", Map.of("alias", "no")));
    assertThat(unknown.error("weightsId")).isEqualTo("is unknown");
    String upload = checkpoint();
    Answer both = api().post("/v1/models", request(upload, Map.of("specId", upload)));
    assertThat(both.error("specId")).contains("must be left out");
    Answer none = api().post("/v1/models", Map.of("name", "x", "weightsId", upload));
    assertThat(none.error("preset")).isEqualTo("must be given, or specId");
    assertThat(none.error("objective")).isEqualTo("must be given, or specId");
    Answer size =
        api()
            .post(
                "/v1/models",
                Map.of("name", "x", "weightsId", upload, "preset", "tiny", "objective", "drl"));
    assertThat(size.error("imageSize")).contains("the preset tiny is of no one data set");
    assertThat(size.error("mean")).contains("must be given with std");
    Answer other = api().post("/v1/models", request(upload, Map.of("preset", "paper-cifar10")));
    assertThat(other.error("imageSize")).contains("it is for images of 32 pixels, not 16");
    Answer alias = api().post("/v1/models", request(upload, Map.of("alias", "No Name")));
    assertThat(alias.error("alias")).contains("must be 1 to 64");
    Answer channels = api().post("/v1/models", request(upload, Map.of("channels", 1)));
    assertThat(channels.error("mean")).isEqualTo("must have one per channel");
  }
}
