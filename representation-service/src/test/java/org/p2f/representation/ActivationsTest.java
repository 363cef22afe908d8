package org.p2f.representation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.test.Waiting;
import org.p2f.kit.test.Answer;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.numerics.solver.DiffusionFeatures;
import org.p2f.numerics.trajectory.Trajectories;
import org.p2f.representation.test.ServiceTest;
import org.p2f.representation.test.TinyModel;
import org.p2f.spec.data.Split;
import org.p2f.spec.data.TrajectorySplit;
import org.p2f.spec.network.Weights;
import tools.jackson.databind.JsonNode;

/** Trajectories of the score network's activations. */
class ActivationsTest extends ServiceTest {
  private static final String PATH = "/v1/trajectories";

  /** Levels of the tiny network have 4 channels each, and its code map 8. */
  private static final int WIDTH = 4;

  private static final List<String> LAYERS =
      List.of(
          "down.0.0", "down.1.0", "bottom.0", "bottom.1", "up.1.0", "up.1.1", "up.0.0", "up.0.1");

  @Test
  void areTheScoreNetworksForEachImageAndTime() throws IOException {
    Artifact result = extract(Map.of("grid", 2, "representation", activations("up.1.0")));
    Artifact model = artifacts.find(tiny().modelId()).orElseThrow();
    Path weights = artifacts.open(model, Weights.RAW.file());
    try (var images = TinyModel.dataset(artifacts, tiny().datasetId());
        var features =
            DiffusionFeatures.load(
                engine,
                new ModelFiles(weights, artifacts.open(model, ModelFiles.SPEC)),
                Weights.RAW,
                "up.1.0");
        var file = Trajectories.open(artifacts.open(result, "trajectories.safetensors"));
        var arena = Arena.ofConfined()) {
      assertThat(file.codes()).isEqualTo(WIDTH);
      int values = 3 * TinyModel.SIDE * TinyModel.SIDE;
      var pixels = arena.allocate((long) values * Float.BYTES, 64);
      var noise = arena.allocate((long) values * Float.BYTES, 64);
      var out = arena.allocate((long) WIDTH * Float.BYTES, 64);
      int[] test = images.indices(Split.TEST);
      for (int row = 0; row < test.length; row += 7) {
        float[] found =
            file.codes(TrajectorySplit.TEST, row, 1).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
        images.gather(new int[] {test[row]}, pixels);
        for (int k = 0; k < 3; k++) {
          var random = new RandomStreams(0).stream("code/TEST/%s".formatted(k / 2.), row);
          for (int v = 0; v < values; v++) {
            noise.setAtIndex(ValueLayout.JAVA_FLOAT, v, (float) random.nextGaussian());
          }
          features.extract(pixels, k / 2., noise, out);
          float[] expected = out.toArray(ValueLayout.JAVA_FLOAT);
          for (int c = 0; c < WIDTH; c++) {
            // Batches of other sizes sum in another order.
            assertThat(Math.abs(found[k * WIDTH + c] - expected[c]))
                .isLessThan(1e-5f * Math.max(1, Math.abs(expected[c])));
          }
        }
      }
    }
  }

  @Test
  void sayWhatTheyHoldAndAreTheSameBytesAgain() {
    Artifact once = extract(Map.of("t", List.of(0, .3), "representation", activations("bottom.1")));
    JsonNode view = api().get(PATH + "/" + once.id()).json();
    assertThat(view.get("representation").toString())
        .isEqualTo("{\"kind\":\"activations\",\"layer\":\"bottom.1\"}");
    assertThat(view.get("codes").asInt()).isEqualTo(4 + 2 * 4);
    assertThat(view.get("precision").asString()).isEqualTo("float32");
    Artifact again =
        extract(Map.of("t", List.of(0, .3), "representation", activations("bottom.1")));
    assertThat(digest(again)).isEqualTo(digest(once));
    Artifact other =
        extract(Map.of("t", List.of(0, .3), "representation", activations("bottom.0")));
    assertThat(digest(other)).isNotEqualTo(digest(once));
    JsonNode codes = api().get(PATH + "/" + extract(Map.of("grid", 1)).id()).json();
    assertThat(codes.at("/representation/kind").asString()).isEqualTo("code");
  }

  /** As a study trains them: the encoder is there too, and has learnt nothing. */
  @Test
  void areReadOfAScoreNetworkThatWasNeverToldACode() throws IOException {
    Artifact model = tiny().withoutCode(artifacts, engine);
    Artifact result =
        extract(
            Map.of(
                "modelId", model.id(),
                "grid", 1,
                "representation", Map.of("kind", "activations")));
    assertThat(api().get(PATH + "/" + result.id()).json().at("/representation/layer").asString())
        .isEqualTo("up.1.1");
  }

  private static String digest(Artifact trajectories) {
    return trajectories.files().getFirst().sha256();
  }

  @Test
  void areReadAtTheLowestLevelsLastBlockOnTheWayUpUnlessALayerIsNamed() {
    Artifact result = extract(Map.of("grid", 1, "representation", Map.of("kind", "activations")));
    assertThat(api().get(PATH + "/" + result.id()).json().at("/representation/layer").asString())
        .isEqualTo("up.1.1");
  }

  @Test
  void areSlicedSearchedAndExportedLikeCodes() {
    String path =
        PATH + "/" + extract(Map.of("grid", 2, "representation", activations("up.0.1"))).id();
    JsonNode slice = api().get(path + "/slice?split=test&count=2").json();
    assertThat(slice.at("/z/1/2").size()).isEqualTo(WIDTH);
    assertThat(api().get(path + "/export?split=test").body().length)
        .isGreaterThan(60 * 3 * WIDTH * Float.BYTES);
    var stages = List.of(Map.of("t", .5, "keep", 1));
    JsonNode found =
        api()
            .post(
                path + "/neighbours",
                Map.of("item", Map.of("split", "train", "row", 3), "stages", stages))
            .json();
    assertThat(found.at("/neighbours/0/row").asInt()).isEqualTo(3);
    Answer sent =
        api()
            .post(
                path + "/neighbours", Map.of("image", Map.of("content", "AAAA"), "stages", stages));
    assertThat(sent.error("image")).startsWith("cannot be compared with activations");
  }

  @Test
  void whatCannotBeReadIsRefusedByItsField() throws IOException {
    assertThat(
            submit(Map.of("grid", 1, "representation", activations("up.2.0")))
                .error("representation.layer"))
        .isEqualTo("must be one of %s, is up.2.0".formatted(String.join(", ", LAYERS)));
    Answer sampled =
        submit(
            Map.of(
                "grid",
                1,
                "codes",
                "sample",
                "precision",
                "bfloat16",
                "representation",
                activations("up.1.0")));
    assertThat(sampled.status()).isEqualTo(422);
    assertThat(sampled.error("codes")).contains("activations are no distributions");
    assertThat(sampled.error("precision")).contains("float32 alone");
    assertThat(
            submit(Map.of("grid", 1, "representation", Map.of("kind", "code", "layer", "up.1.0")))
                .error("representation.layer"))
        .isEqualTo("goes with the kind activations alone");
    for (String without :
        List.of(tiny().alone(artifacts).id(), tiny().decoding(artifacts, engine).id())) {
      var request = request(Map.of("grid", 1, "representation", activations("up.1.0")));
      request.put("modelId", without);
      assertThat(api().post(PATH, request).error("modelId")).startsWith("holds no score network");
    }
  }

  private static Map<String, String> activations(String layer) {
    return Map.of("kind", "activations", "layer", layer);
  }

  private Artifact extract(Map<String, ?> terms) {
    Answer answer = submit(terms);
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    String id = answer.json().get("id").asString();
    JsonNode job =
        Waiting.until(
            "job %s ends".formatted(id),
            () -> api().get("/v1/jobs/" + id).json(),
            it -> List.of("succeeded", "failed", "cancelled").contains(it.get("state").asString()));
    assertThat(job.get("state").asString()).as(job.toString()).isEqualTo("succeeded");
    return artifacts.find(job.at("/artifacts/0").asString()).orElseThrow();
  }

  private Answer submit(Map<String, ?> terms) {
    return api().post(PATH, request(terms));
  }

  private static Map<String, Object> request(Map<String, ?> terms) {
    var request = new HashMap<String, Object>(terms);
    request.putIfAbsent("modelId", tiny().modelId());
    request.put("datasetId", tiny().datasetId());
    return request;
  }
}
