package org.p2f.representation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.test.Waiting;
import org.p2f.kit.test.Answer;
import org.p2f.numerics.trajectory.Trajectories;
import org.p2f.representation.encoding.web.Pictures;
import org.p2f.representation.test.Offline;
import org.p2f.representation.test.ServiceTest;
import org.p2f.representation.test.TinyModel;
import org.p2f.spec.data.Split;
import org.p2f.spec.data.TrajectorySplit;
import org.p2f.spec.network.Weights;
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
    // 500 of 4,000, as published of these images
    assertThat(view.get("validation").asInt()).isEqualTo(Math.round(TinyModel.TRAIN / 8f));
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
  void takeHalfTheRoomInFloat16AndAreReadAndSearchedAllTheSame() throws Exception {
    Map<String, ?> terms = Map.of("grid", 2, "precision", "float32");
    Artifact whole = extract(terms);
    var halved = new HashMap<String, Object>(terms);
    halved.put("storage", "float16");
    Artifact half = extract(halved);
    assertThat(api().get(PATH + "/" + whole.id()).json().get("storage").asString())
        .isEqualTo("float32");
    assertThat(api().get(PATH + "/" + half.id()).json().get("storage").asString())
        .isEqualTo("float16");
    long saved = bytes(whole) - bytes(half);
    // Headers tell positions, whose digits may be more or fewer.
    assertThat(saved)
        .isCloseTo((TinyModel.TRAIN + TinyModel.TEST) * 3L * TinyModel.CODES * 2, within(32L));

    JsonNode expected = api().get(PATH + "/" + whole.id() + "/slice?count=4").json();
    JsonNode slice = api().get(PATH + "/" + half.id() + "/slice?count=4").json();
    for (int i = 0; i < 4 * 3 * TinyModel.CODES; i++) {
      String place =
          "/z/%d/%d/%d"
              .formatted(i / 3 / TinyModel.CODES, i / TinyModel.CODES % 3, i % TinyModel.CODES);
      float value = (float) expected.at(place).asDouble();
      assertThat((float) slice.at(place).asDouble())
          .isEqualTo(Float.float16ToFloat(Float.floatToFloat16(value)));
    }
    JsonNode found =
        api()
            .post(
                PATH + "/" + half.id() + "/neighbours",
                Map.of(
                    "item", Map.of("split", "train", "row", 3),
                    "stages", List.of(Map.of("t", .5, "keep", 1))))
            .json();
    assertThat(found.at("/neighbours/0/row").asInt()).isEqualTo(3);
    assertThat(found.at("/neighbours/0/distance").asDouble()).isZero();
  }

  private long bytes(Artifact trajectories) throws Exception {
    return Files.size(artifacts.open(trajectories, "trajectories.safetensors"));
  }

  @Test
  void areSearchedCoarseToFine() throws IOException {
    String path = PATH + "/" + extract(Map.of("grid", 2)).id();
    JsonNode self =
        api()
            .post(
                path + "/neighbours",
                Map.of(
                    "split", "test",
                    "item", Map.of("split", "test", "row", 7),
                    "stages", List.of(Map.of("t", .5, "keep", 3))))
            .json();
    assertThat(self.get("neighbours").size()).isEqualTo(3);
    assertThat(self.at("/neighbours/0/row").asInt()).isEqualTo(7);
    assertThat(self.at("/neighbours/0/distance").asDouble()).isZero();
    assertThat(self.at("/neighbours/0/index").asInt()).isEqualTo(testIndices()[7]);
    JsonNode found =
        api()
            .post(
                path + "/neighbours",
                Map.of(
                    "item",
                    Map.of("split", "train", "row", 2),
                    "metric",
                    "cosine",
                    "stages",
                    List.of(
                        Map.of("t", 1, "keep", 20),
                        Map.of("t", 0, "keep", 4, "order", "farthest"))))
            .json();
    JsonNode slice = api().get(path + "/slice?count=256").json();
    assertThat(found.get("neighbours").size()).isEqualTo(4);
    double last = Double.POSITIVE_INFINITY;
    for (JsonNode one : found.get("neighbours")) {
      int row = one.get("row").asInt();
      if (row < 256) {
        double cosine = cosine(slice.at("/z/2/0"), slice.get("z").get(row).get(0));
        assertThat(one.get("distance").asDouble()).isCloseTo(1 - cosine, within(1e-6));
        assertThat(one.get("labels")).isEqualTo(slice.get("labels").get(row));
        assertThat(one.get("index")).isEqualTo(slice.get("indices").get(row));
      }
      assertThat(one.get("distance").asDouble()).isLessThanOrEqualTo(last);
      last = one.get("distance").asDouble();
    }
    Answer wrong =
        api().post(path + "/neighbours", Map.of("stages", List.of(Map.of("t", .3, "keep", 0))));
    assertThat(wrong.error("item")).isEqualTo("is required, or image in its place");
    assertThat(wrong.error("stages[0].t")).startsWith("must be one of [0.0, 0.5, 1.0]");
    assertThat(wrong.error("stages[0].keep")).startsWith("must be 1 to");
  }

  /** Where its test images stand in the data set. */
  private int[] testIndices() throws IOException {
    try (var images = TinyModel.dataset(artifacts, tiny().datasetId())) {
      return images.indices(Split.TEST);
    }
  }

  /** Which is how a row's image is had: it has the row's codes. */
  @Test
  void rowsTellWhichImagesOfTheDataSetTheyAre() throws IOException {
    String path = PATH + "/" + extract(Map.of("grid", 2, "precision", "float32")).id();
    JsonNode slice = api().get(path + "/slice?split=test&from=50&count=4").json();
    assertThat(slice.get("indices").valueStream().mapToInt(JsonNode::asInt).toArray())
        .containsExactly(Arrays.copyOfRange(testIndices(), 50, 54));
    JsonNode encoded =
        api()
            .post(
                "/v1/encodings",
                Map.of(
                    "modelId",
                    tiny().modelId(),
                    "items",
                    Map.of("datasetId", tiny().datasetId(), "indices", slice.get("indices")),
                    "grid",
                    2))
            .json();
    for (int image = 0; image < 4; image++) {
      for (int time = 0; time < 3; time++) {
        String code = "/z/%d/%d".formatted(image, time);
        assertThat(cosine(slice.at(code), encoded.at(code))).isCloseTo(1, within(1e-6));
      }
    }
  }

  private static double cosine(JsonNode a, JsonNode b) {
    double product = 0;
    double one = 0;
    double other = 0;
    for (int i = 0; i < a.size(); i++) {
      product += a.get(i).asDouble() * b.get(i).asDouble();
      one += a.get(i).asDouble() * a.get(i).asDouble();
      other += b.get(i).asDouble() * b.get(i).asDouble();
    }
    return product / Math.sqrt(one * other);
  }

  @Test
  void anImageSentAlongIsSearchedFor() throws Exception {
    String path = PATH + "/" + extract(Map.of("grid", 2, "precision", "float32")).id();
    try (var images = TinyModel.dataset(artifacts, tiny().datasetId())) {
      int image = images.indices(Split.TEST)[11];
      JsonNode found =
          api()
              .post(
                  path + "/neighbours",
                  Map.of(
                      "split",
                      "test",
                      "image",
                      Map.of("content", Pictures.base64(Pictures.png(images.bufferedImage(image)))),
                      "stages",
                      List.of(Map.of("t", 1, "keep", 9), Map.of("t", .5, "keep", 1))))
              .json();
      assertThat(found.at("/neighbours/0/row").asInt()).isEqualTo(11);
    }
  }

  @Test
  void areExportedForOtherTools() {
    String path = PATH + "/" + extract(Map.of("grid", 2)).id();
    JsonNode slice = api().get(path + "/slice?split=test&count=60").json();
    Answer npy = api().get(path + "/export?split=test");
    assertThat(npy.header("Content-Length")).isEqualTo(Integer.toString(npy.body().length));
    ByteBuffer codes = array(npy, "'<f4'", "(60, 3, 16)");
    Answer halves = api().get(path + "/export?split=test&type=float16");
    ByteBuffer half = array(halves, "'<f2'", "(60, 3, 16)");
    ByteBuffer labels =
        array(api().get(path + "/export?split=test&format=npy-labels"), "'<i4'", "(60, ");
    List<String> csv = api().get(path + "/export?split=test&format=csv").text().lines().toList();
    assertThat(csv).hasSize(1 + 60 * 3);
    assertThat(csv.getFirst()).startsWith("row,index,t,").endsWith("z15");
    int line = 1;
    for (int i = 0; i < 60; i++) {
      for (JsonNode label : slice.get("labels").get(i)) {
        assertThat(labels.getInt()).isEqualTo(label.asInt());
      }
      for (JsonNode code : slice.get("z").get(i)) {
        String[] cells = csv.get(line++).split(",");
        assertThat(cells[0]).isEqualTo(Integer.toString(i));
        assertThat(cells[1]).isEqualTo(slice.get("indices").get(i).toString());
        for (int c = 0; c < 16; c++) {
          float value = (float) code.get(c).asDouble();
          assertThat(codes.getFloat()).isEqualTo(value);
          assertThat(half.getShort()).isEqualTo(Float.floatToFloat16(value));
          assertThat(Float.parseFloat(cells[cells.length - 16 + c])).isEqualTo(value);
        }
      }
    }
    assertThat(api().get(path + "/export?type=uint8").status()).isEqualTo(422);
  }

  @Test
  void areExportedAsParquet(@TempDir Path folder) throws Exception {
    String path = PATH + "/" + extract(Map.of("grid", 2)).id();
    JsonNode slice = api().get(path + "/slice?split=train&count=16&from=280").json();
    Answer answer = api().get(path + "/export?split=train&format=parquet");
    assertThat(answer.header("Content-Type")).isEqualTo("application/vnd.apache.parquet");
    Path file = Files.write(folder.resolve("train.parquet"), answer.body());
    List<String> factors = api().get(path).json().path("factors").findValuesAsString("name");
    try (var reader = ParquetFileReader.open(InputFile.of(file));
        var rows = reader.rowReader()) {
      assertThat(reader.getFileMetaData().numRows()).isEqualTo(TinyModel.TRAIN * 3L);
      assertThat(reader.getFileMetaData().rowGroups()).hasSize(2);
      for (int row = 0; row < TinyModel.TRAIN * 3; row++) {
        rows.next();
        assertThat(rows.getInt("item")).isEqualTo(row / 3);
        assertThat(rows.getString("split")).isEqualTo("train");
        assertThat(rows.getDouble("t")).isEqualTo(row % 3 / 2.);
        List<Float> code = rows.getList("code").floats();
        assertThat(code).hasSize(TinyModel.CODES);
        int image = row / 3 - 280;
        if (image >= 0 && image < 16) {
          assertThat(rows.getInt("index")).isEqualTo(slice.at("/indices/" + image).asInt());
          for (int f = 0; f < factors.size(); f++) {
            assertThat(rows.getInt(factors.get(f)))
                .isEqualTo(slice.at("/labels/%d/%d".formatted(image, f)).asInt());
          }
          for (int c = 0; c < TinyModel.CODES; c++) {
            assertThat(code.get(c))
                .isEqualTo((float) slice.at("/z/%d/%d/%d".formatted(image, row % 3, c)).asDouble());
          }
        }
      }
      assertThat(rows.hasNext()).isFalse();
    }
  }

  /** The elements of an NPY file. */
  private static ByteBuffer array(Answer file, String type, String shape) {
    assertThat(file.status()).isEqualTo(200);
    ByteBuffer bytes = ByteBuffer.wrap(file.body()).order(ByteOrder.LITTLE_ENDIAN);
    int start = 10 + bytes.getShort(8);
    assertThat(new String(file.body(), 10, start - 10, StandardCharsets.ISO_8859_1))
        .contains(type)
        .contains(shape);
    return bytes.position(start).slice().order(ByteOrder.LITTLE_ENDIAN);
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
