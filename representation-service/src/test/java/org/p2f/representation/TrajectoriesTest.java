package org.p2f.representation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.test.Waiting;
import org.p2f.kit.test.Answer;
import org.p2f.numerics.data.Split;
import org.p2f.numerics.encode.Weights;
import org.p2f.numerics.trajectory.Trajectories;
import org.p2f.numerics.trajectory.TrajectorySplit;
import org.p2f.representation.test.Offline;
import org.p2f.representation.test.ServiceTest;
import org.p2f.representation.test.TinyModel;
import tools.jackson.databind.JsonNode;

class TrajectoriesTest extends ServiceTest {
  private static final String PATH = "/v1/trajectories";

  @Test
  void holdTheOfflineCodesOfEveryImageAtEveryTime() throws Exception {
    Artifact result = extract(Map.of("grid", 2, "precision", "float32"));
    try (var images = TinyModel.dataset(artifacts, tiny().datasetId());
        var encoder = tiny().encoder(artifacts, engine, Weights.RAW);
        var file = Trajectories.open(artifacts.open(result, "trajectories.safetensors"))) {
      assertThat(file.times()).containsExactly(0., .5, 1.);
      assertThat(file.codes()).isEqualTo(TinyModel.CODES);
      assertThat(file.images(TrajectorySplit.TRAIN)).isEqualTo(TinyModel.TRAIN);
      assertThat(file.images(TrajectorySplit.TEST)).isEqualTo(TinyModel.TEST);
      var offline = new Offline(encoder, images);
      int[] test = images.indices(Split.TEST);
      for (int row = 0; row < test.length; row += 7) {
        for (int k = 0; k < 3; k++) {
          assertClose(file, TrajectorySplit.TEST, row, k, offline.code(test[row], k / 2.));
        }
        for (int factor = 0; factor < images.factors().size(); factor++) {
          assertThat(file.labels(TrajectorySplit.TEST, factor)[row])
              .isEqualTo(images.label(test[row], factor));
        }
      }
      // Training and validation images stand as in the data set, before the test images.
      for (int row = 0; row < TinyModel.TRAIN; row += 29) {
        assertClose(file, TrajectorySplit.TRAIN, row, 1, offline.code(row, .5));
      }
    }
  }

  private static void assertClose(
      Trajectories file, TrajectorySplit split, int row, int time, float[] expected) {
    float[] codes = file.codes(split, row, 1).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
    float largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      assertThat(codes[time * expected.length + i]).isCloseTo(expected[i], within(1e-5f * largest));
    }
  }

  @Test
  void areDescribedListedAndSliced() {
    Artifact result = extract(Map.of("t", List.of(1, 0, 1, .25)));
    assertThat(result.parents()).containsExactlyInAnyOrder(tiny().modelId(), tiny().datasetId());
    assertThat(result.provenance().get("engine").asString()).contains("PyTorch");

    JsonNode view = api().get(PATH + "/" + result.id()).json();
    assertThat(view.get("modelId").asString()).isEqualTo(tiny().modelId());
    assertThat(view.get("datasetId").asString()).isEqualTo(tiny().datasetId());
    assertThat(view.get("times").toString()).isEqualTo("[0.0,0.25,1.0]");
    assertThat(view.get("codes").asInt()).isEqualTo(TinyModel.CODES);
    assertThat(view.get("train").asInt()).isEqualTo(TinyModel.TRAIN);
    assertThat(view.get("test").asInt()).isEqualTo(TinyModel.TEST);
    assertThat(view.get("weights").asString()).isEqualTo("raw");
    assertThat(view.get("precision").asString()).isIn("float32", "bfloat16");
    assertThat(view.at("/factors/0/classNames").size())
        .isEqualTo(view.at("/factors/0/classes").asInt());
    assertThat(view.get("digest").asString()).isEqualTo(result.digest());
    assertThat(api().get(PATH + "?limit=1").json().at("/items/0")).isEqualTo(view);

    JsonNode slice =
        api().get(PATH + "/" + result.id() + "/slice?split=test&from=55&count=20").json();
    assertThat(slice.get("count").asInt()).isEqualTo(5);
    assertThat(slice.get("z").size()).isEqualTo(5);
    assertThat(slice.at("/z/4").size()).isEqualTo(3);
    assertThat(slice.at("/z/4/2").size()).isEqualTo(TinyModel.CODES);
    assertThat(slice.at("/labels/4").size()).isEqualTo(view.get("factors").size());
  }

  @Test
  void theJobTellsItsPhases() {
    JsonNode job = await(submit(Map.of("grid", 1)).json().get("id").asString());
    assertThat(job.get("kind").asString()).isEqualTo("trajectory-extraction");
    assertThat(job.get("progress").asDouble()).isEqualTo(1);
    assertThat(job.at("/phases").findValuesAsString("name"))
        .containsExactly("loading", "encoding", "writing", "recording");
  }

  @Test
  void aJobCanBeCancelled() {
    String id = submit(Map.of("grid", 200, "precision", "float32")).json().get("id").asString();
    Waiting.until(
        "it encodes",
        () -> api().get("/v1/jobs/" + id).json(),
        job -> job.path("phase").asString("").equals("encoding"));
    assertThat(api().post("/v1/jobs/" + id + "/cancel", "").status()).isEqualTo(202);
    assertThat(await(id).get("state").asString()).isEqualTo("cancelled");
    assertThat(artifacts.ofJob(id)).isEmpty();
  }

  @Test
  void theSameKeyGivesTheSameJob() {
    String[] key = {"Idempotency-Key", "once"};
    JsonNode first = api().post(PATH, request(Map.of("grid", 1)), key).json();
    Answer again = api().post(PATH, request(Map.of("grid", 1)), key);
    assertThat(again.status()).isEqualTo(202);
    assertThat(again.json().get("id")).isEqualTo(first.get("id"));
    assertThat(again.header("Location")).isEqualTo("/v1/jobs/" + first.get("id").asString());
    assertThat(api().post(PATH, request(Map.of("grid", 3)), key).status()).isEqualTo(422);
  }

  @Test
  void badRequestsAreToldWhatIsWrong() {
    Answer unknown =
        api().post(PATH, Map.of("modelId", "mdl-none", "datasetId", "ds-none", "t", List.of(3)));
    assertThat(unknown.status()).isEqualTo(422);
    assertThat(unknown.error("modelId")).isEqualTo("there is no model 'mdl-none'");
    assertThat(unknown.error("datasetId")).isEqualTo("there is no data set 'ds-none'");
    assertThat(unknown.error("t[0]")).isEqualTo("must be in [0, 1], is 3.0");
    assertThat(api().post(PATH, request(Map.of("grid", 1, "modle", 1))).error("modle"))
        .startsWith("unknown field");
    assertThat(api().get(PATH + "/trj-none").problem()).isEqualTo("unknown-trajectories");
    assertThat(api().get(PATH + "/trj-none/slice").status()).isEqualTo(404);
    assertThat(api().get(PATH + "/trj-none/slice?from=-1&count=0&split=x").status()).isEqualTo(422);
  }

  private Artifact extract(Map<String, ?> terms) {
    Answer answer = submit(terms);
    assertThat(answer.status()).isEqualTo(202);
    JsonNode job = await(answer.json().get("id").asString());
    assertThat(job.get("state").asString()).as(job.toString()).isEqualTo("succeeded");
    return artifacts.find(job.at("/artifacts/0").asString()).orElseThrow();
  }

  private Answer submit(Map<String, ?> terms) {
    return api().post(PATH, request(terms));
  }

  private static Map<String, Object> request(Map<String, ?> terms) {
    var request = new HashMap<String, Object>(terms);
    request.put("modelId", tiny().modelId());
    request.put("datasetId", tiny().datasetId());
    return request;
  }

  private JsonNode await(String job) {
    return Waiting.until(
        "job %s ends".formatted(job),
        () -> api().get("/v1/jobs/" + job).json(),
        it -> List.of("succeeded", "failed", "cancelled").contains(it.get("state").asString()));
  }
}
