package org.p2f.representation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.test.Waiting;
import org.p2f.kit.test.Answer;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.representation.encoding.web.Pictures;
import org.p2f.representation.test.Offline;
import org.p2f.representation.test.ServiceTest;
import org.p2f.representation.test.TinyModel;
import org.p2f.spec.network.Weights;
import tools.jackson.databind.JsonNode;

class EncodingsTest extends ServiceTest {

  @Test
  void codesOfSentImagesAreThoseOfTheOfflineEncoder() throws Exception {
    try (var images = TinyModel.dataset(artifacts, tiny().datasetId());
        var encoder = tiny().encoder(artifacts, engine, Weights.RAW)) {
      var offline = new Offline(encoder, images);
      Answer answer =
          api()
              .post(
                  "/v1/encodings",
                  Map.of(
                      "modelId", tiny().modelId(),
                      "images", List.of(image(images, 5), image(images, 17)),
                      "t", List.of(.3, 0, .3)));
      assertThat(answer.status()).isEqualTo(200);
      JsonNode json = answer.json();
      assertThat(json.get("shape").toString()).isEqualTo("[2,3,16]");
      assertThat(json.get("times").toString()).isEqualTo("[0.3,0.0,0.3]");
      offline.assertCode(json.at("/z/0/0"), 5, .3);
      offline.assertCode(json.at("/z/0/1"), 5, 0);
      offline.assertCode(json.at("/z/1/2"), 17, .3);
    }
  }

  @Test
  void encoderThatWasKeptAloneHasRawWeightsOnly() throws Exception {
    String alone = tiny().alone(artifacts).id();
    Map<String, Object> items = Map.of("datasetId", tiny().datasetId(), "indices", List.of(0));
    Map<String, Object> request = Map.of("modelId", alone, "items", items, "grid", 2);
    assertThat(api().post("/v1/encodings", request).status()).isEqualTo(200);
    for (String path : List.of("/v1/encodings", "/v1/trajectories", "/v1/served-models")) {
      Map<String, Object> averaged =
          switch (path) {
            case "/v1/encodings" ->
                Map.of("modelId", alone, "items", items, "grid", 2, "weights", "ema");
            case "/v1/trajectories" ->
                Map.of(
                    "modelId", alone, "datasetId", tiny().datasetId(), "grid", 2, "weights", "ema");
            default -> Map.of("modelId", alone, "weights", "ema");
          };
      Answer answer = api().post(path, averaged);
      assertThat(answer.status()).as(path).isEqualTo(422);
      assertThat(answer.error("weights")).as(path).contains("holds no averaged weights");
    }
  }

  @Test
  void theAnswerNamesWhatComputedIt() {
    Artifact model = artifacts.find(tiny().modelId()).orElseThrow();
    JsonNode json = api().post("/v1/encodings", items(List.of(0), 2)).json();
    assertThat(json.get("modelId").asString()).isEqualTo(model.id());
    assertThat(json.get("modelDigest").asString()).isEqualTo(model.digest());
    assertThat(json.get("weights").asString()).isEqualTo("raw");
    assertThat(json.get("precision").asString()).isEqualTo("float32");
    assertThat(json.at("/preprocessing/height").asInt()).isEqualTo(TinyModel.SIDE);
    assertThat(json.at("/preprocessing/channels").asInt()).isEqualTo(3);
    assertThat(json.at("/preprocessing/mean").size()).isEqualTo(3);
    assertThat(json.at("/preprocessing/std/0").asDouble()).isPositive();
    assertThat(json.has("data")).isFalse();
  }

  @Test
  void concurrentCallersGetTheirOwnCodesWhateverTheBatches() throws Exception {
    try (var images = TinyModel.dataset(artifacts, tiny().datasetId());
        var encoder = tiny().encoder(artifacts, engine, Weights.RAW);
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var offline = new Offline(encoder, images);
      List<List<Integer>> asked = new ArrayList<>();
      List<Future<JsonNode>> answers = new ArrayList<>();
      for (int caller = 0; caller < 24; caller++) {
        int first = 7 * caller;
        List<Integer> indices =
            IntStream.rangeClosed(first, first + caller).boxed().toList(); // 1 to 24 images
        asked.add(indices);
        Callable<JsonNode> call = () -> api().post("/v1/encodings", items(indices, 3)).json();
        answers.add(callers.submit(call));
      }
      for (int caller = 0; caller < asked.size(); caller++) {
        JsonNode z = answers.get(caller).get().get("z");
        List<Integer> indices = asked.get(caller);
        for (int i = 0; i < indices.size(); i++) {
          for (int k = 0; k <= 3; k++) {
            offline.assertCode(z.get(i).get(k), indices.get(i), k / 3.);
          }
        }
      }
    }
  }

  @Test
  void codesAreComputedOnceHoweverManyAskAndWhenever() throws Exception {
    Map<String, Object> request =
        Map.of(
            "modelId", tiny().modelId(),
            "items", Map.of("datasetId", tiny().datasetId(), "indices", List.of(11, 12, 13)),
            "t", List.of(.123, .456));
    double before = computedRows();
    try (var images = TinyModel.dataset(artifacts, tiny().datasetId());
        var encoder = tiny().encoder(artifacts, engine, Weights.RAW);
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<JsonNode>> answers = new ArrayList<>();
      for (int caller = 0; caller < 16; caller++) {
        answers.add(callers.submit(() -> api().post("/v1/encodings", request).json()));
      }
      JsonNode first = answers.getFirst().get().get("z");
      for (Future<JsonNode> answer : answers) {
        assertThat(answer.get().get("z")).isEqualTo(first);
      }
      assertThat(api().post("/v1/encodings", request).json().get("z")).isEqualTo(first);
      var offline = new Offline(encoder, images);
      for (int i = 0; i < 3; i++) {
        offline.assertCode(first.get(i).get(0), 11 + i, .123);
        offline.assertCode(first.get(i).get(1), 11 + i, .456);
      }
    }
    assertThat(computedRows() - before).isEqualTo(3 * 2);
  }

  private double computedRows() {
    return api()
        .get("/actuator/prometheus")
        .text()
        .lines()
        .filter(line -> line.startsWith("p2f_encoding_rows_total"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Test
  void averagedWeightsAnswerIfAskedFor() throws Exception {
    try (var images = TinyModel.dataset(artifacts, tiny().datasetId());
        var encoder = tiny().encoder(artifacts, engine, Weights.EMA)) {
      JsonNode json =
          api()
              .post(
                  "/v1/encodings",
                  Map.of(
                      "modelId", tiny().modelId(),
                      "items", Map.of("datasetId", tiny().datasetId(), "indices", List.of(3)),
                      "t", List.of(.5),
                      "weights", "ema"))
              .json();
      assertThat(json.get("weights").asString()).isEqualTo("ema");
      new Offline(encoder, images).assertCode(json.at("/z/0/0"), 3, .5);
    }
  }

  @Test
  void base64HoldsTheSameCodesAsJson() {
    JsonNode plain = api().post("/v1/encodings", items(List.of(1, 2), 2)).json();
    JsonNode packed =
        api()
            .post(
                "/v1/encodings",
                Map.of(
                    "modelId",
                    tiny().modelId(),
                    "items",
                    Map.of("datasetId", tiny().datasetId(), "indices", List.of(1, 2)),
                    "grid",
                    2,
                    "encoding",
                    "base64-float32"))
            .json();
    assertThat(packed.has("z")).isFalse();
    ByteBuffer bytes =
        ByteBuffer.wrap(Base64.getDecoder().decode(packed.get("data").asString()))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (JsonNode image : plain.get("z")) {
      for (JsonNode code : image) {
        for (JsonNode value : code) {
          assertThat(bytes.getFloat()).isEqualTo((float) value.asDouble());
        }
      }
    }
    assertThat(bytes.hasRemaining()).isFalse();
  }

  @Test
  void aModelThatDoesNotReproduceItsReferenceCodesIsNotServed() throws Exception {
    Artifact harmed = tiny().harmed(artifacts);
    Answer answer =
        api()
            .post(
                "/v1/encodings",
                Map.of(
                    "modelId", harmed.id(),
                    "items", Map.of("datasetId", tiny().datasetId(), "indices", List.of(0)),
                    "t", List.of(0)));
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.problem()).isEqualTo("unfit-model");
    JsonNode refused = api().get("/v1/served-models").json().get(0);
    assertThat(refused.get("modelId").asString()).isEqualTo(harmed.id());
    assertThat(refused.get("state").asString()).isEqualTo("refused");
    assertThat(refused.get("reason").asString()).startsWith("its codes are off");
    assertThat(api().post("/v1/encodings", items(List.of(0), 1)).status()).isEqualTo(200);
  }

  @Test
  void aModelIsLoadedBeforeAnybodyAsksForItsCodes() {
    var wanted = Map.of("modelId", tiny().modelId(), "weights", "ema");
    assertThat(api().post("/v1/served-models", wanted).status()).isEqualTo(202);
    JsonNode served =
        Waiting.until(
            "it is served",
            () -> api().get("/v1/served-models").json(),
            list ->
                list.findParents("weights").stream()
                    .anyMatch(
                        one ->
                            one.get("weights").asString().equals("ema")
                                && one.get("state").asString().equals("serving")));
    assertThat(served.toString()).contains("\"precision\":\"float32\"");
    assertThat(api().post("/v1/served-models", Map.of("modelId", "none")).problem())
        .isEqualTo("unknown-model");
  }

  @Test
  void metersTellOfQueueBatchesAndTimes() {
    api().post("/v1/encodings", items(List.of(0), 2));
    String metrics = api().get("/actuator/prometheus").text();
    assertThat(metrics)
        .contains("p2f_encoding_queue_rows", "p2f_encoding_batch_rows_count")
        .contains("p2f_encoding_queue_seconds_count", "p2f_encoding_compute_seconds_count")
        .contains("p2f_encoding_rows_total", "p2f_encoding_decode_seconds_count");
  }

  @Test
  void readyAndAlive() {
    assertThat(anyone().get("/actuator/health/readiness").status()).isEqualTo(200);
    assertThat(anyone().get("/actuator/health/liveness").status()).isEqualTo(200);
  }

  private static Map<String, Object> items(List<Integer> indices, int grid) {
    return Map.of(
        "modelId", tiny().modelId(),
        "items", Map.of("datasetId", tiny().datasetId(), "indices", indices),
        "grid", grid);
  }

  private static Map<String, String> image(ImageDataset images, int index) {
    return Map.of("content", Pictures.base64(Pictures.png(images.bufferedImage(index))));
  }
}
