package org.p2f.representation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.p2f.kit.test.Answer;
import org.p2f.numerics.encode.ModelFiles;
import org.p2f.numerics.encode.ModelSpec;
import org.p2f.numerics.solver.Reconstructor;
import org.p2f.numerics.solver.Reconstructor.Kind;
import org.p2f.numerics.solver.Reconstructor.Row;
import org.p2f.representation.encoding.web.Pictures;
import org.p2f.representation.test.Offline;
import org.p2f.representation.test.ServiceTest;
import org.p2f.representation.test.TinyModel;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.network.Weights;
import tools.jackson.databind.JsonNode;

class ReconstructionsTest extends ServiceTest {
  private static final String PATH = "/v1/reconstructions";
  private static final int AREA = TinyModel.SIDE * TinyModel.SIDE;

  /** Float32 sums in another order, divided by nothing small; images are within some tens of 1. */
  private static final double BOUND = 1e-3;

  /**
   * The noise is taken out of the answer: it must be the same at both times. What is made of it
   * must be what numerics makes with the offline encoder's code, the next image's code the control.
   */
  @Test
  void imagesAreThoseOfTheScoreNetworkWithTheOwnAndTheNextCode() throws Exception {
    double[] times = {.3, 1};
    int[] indices = {5, 17};
    JsonNode json = answer(with("format", "float32"));
    assertThat(json.get("madeBy").asString()).isEqualTo("score-network");
    assertThat(json.get("shape").toString()).isEqualTo("[3,32,32]");
    assertThat(json.get("times").toString()).isEqualTo("[0.3,1.0]");
    var sde = VarianceExploding.published();
    var model = artifacts.find(tiny().modelId()).orElseThrow();
    var files =
        new ModelFiles(
            artifacts.open(model, Weights.RAW.file()), artifacts.open(model, ModelFiles.SPEC));
    var spec = ModelSpec.read(files.spec());
    try (var images = TinyModel.dataset(artifacts, tiny().datasetId());
        var encoder = tiny().encoder(artifacts, engine, Weights.RAW);
        var reconstructor = Reconstructor.load(engine, files, Weights.RAW, Kind.SCORE_NETWORK)) {
      var offline = new Offline(encoder, images);
      for (int i = 0; i < indices.length; i++) {
        float[] image = pixels(images.bufferedImage(indices[i]));
        float[] noise = null;
        for (int k = 0; k < times.length; k++) {
          JsonNode one = json.at("/images/%d/reconstructions/%d".formatted(i, k));
          double sigma = sde.marginalStd(times[k]);
          assertThat(one.at("/t").asDouble()).isEqualTo(times[k]);
          assertThat(one.at("/noised/signal").asDouble()).isEqualTo(1);
          assertThat(one.at("/noised/noise").asDouble()).isCloseTo(sigma, within(1e-9));
          assertThat(one.at("/noised/pixelNoise").asDouble())
              .isCloseTo(
                  sigma
                      * spec.preprocessing().std().stream()
                          .mapToDouble(Double::doubleValue)
                          .average()
                          .orElseThrow(),
                  within(1e-9));
          float[] taken = noise(floats(one.at("/noised/image")), image, sigma, spec);
          if (noise == null) {
            noise = taken;
            assertNormal(noise);
          }
          for (int v = 0; v < noise.length; v++) {
            assertThat(taken[v]).isCloseTo(noise[v], within(1e-4f));
          }
          var own = new Row(image, noise, times[k], offline.code(indices[i], times[k]));
          var other = new Row(image, noise, times[k], offline.code(indices[1 - i], times[k]));
          assertMade(
              one.at("/withCode"), reconstructor.reconstruct(List.of(own)).getFirst(), image);
          assertMade(
              one.at("/withOtherCode"),
              reconstructor.reconstruct(List.of(other)).getFirst(),
              image);
          assertThat(one.at("/gain").asDouble())
              .isCloseTo(
                  10
                      * Math.log10(
                          one.at("/withOtherCode/squaredError").asDouble()
                              / one.at("/withCode/squaredError").asDouble()),
                  within(1e-9));
        }
      }
    }
  }

  private static void assertMade(JsonNode found, Reconstructor.Made expected, float[] image) {
    float[] made = floats(found.get("image"));
    double sum = 0;
    for (int v = 0; v < image.length; v++) {
      assertThat((double) made[v]).isCloseTo(expected.made()[v], within(BOUND));
      sum += Math.pow((double) made[v] - image[v], 2);
    }
    assertThat(found.get("squaredError").asDouble())
        .isCloseTo(sum / image.length, within(1e-6 * sum));
  }

  private static float[] noise(float[] noised, float[] image, double sigma, ModelSpec spec) {
    var noise = new float[noised.length];
    for (int v = 0; v < noise.length; v++) {
      noise[v] =
          (float) ((noised[v] - image[v]) / sigma / spec.preprocessing().std().get(v / AREA));
    }
    return noise;
  }

  /** Five standard errors of 3,072 numbers. */
  private static void assertNormal(float[] noise) {
    double sum = 0;
    double squares = 0;
    for (float value : noise) {
      sum += value;
      squares += value * value;
    }
    assertThat(sum / noise.length).isCloseTo(0, within(.09));
    assertThat(squares / noise.length).isCloseTo(1, within(.13));
  }

  @Test
  void theSeedDecidesTheNoise() {
    String first = api().post(PATH, with("seed", 3)).text();
    assertThat(api().post(PATH, with("seed", 3)).text()).isEqualTo(first);
    JsonNode other = answer(with("seed", 4));
    assertThat(other.get("seed").asLong()).isEqualTo(4);
    assertThat(other.at("/images/0/reconstructions/1/noised/image").asString())
        .isNotEqualTo(
            answer(with("seed", 3)).at("/images/0/reconstructions/1/noised/image").asString());
  }

  @Test
  void oneImageHasNoOtherCode() {
    JsonNode one =
        answer(with("items", Map.of("datasetId", tiny().datasetId(), "indices", List.of(5))))
            .at("/images/0/reconstructions/0");
    assertThat(one.has("withCode")).isTrue();
    assertThat(one.has("withOtherCode")).isFalse();
    assertThat(one.has("gain")).isFalse();
  }

  @Test
  void formsOfFilesGiveTheSamePictures() throws IOException {
    JsonNode json = answer(request());
    Answer sent;
    try (var images = TinyModel.dataset(artifacts, tiny().datasetId())) {
      var body = new ByteArrayOutputStream();
      for (String field : List.of("modelId=" + tiny().modelId(), "t=0.3", "t=1")) {
        part(body, field.split("=")[0], "", field.split("=")[1].getBytes(StandardCharsets.UTF_8));
      }
      for (int index : new int[] {5, 17}) {
        byte[] png = Pictures.png(images.bufferedImage(index));
        part(body, "images", "; filename=\"x.png\"", png);
      }
      body.writeBytes("--cut--\r\n".getBytes(StandardCharsets.UTF_8));
      sent =
          api()
              .send(
                  "POST",
                  PATH,
                  BodyPublishers.ofByteArray(body.toByteArray()),
                  "Content-Type",
                  "multipart/form-data; boundary=cut");
    }
    assertThat(sent.status()).as(sent.text()).isEqualTo(200);
    assertThat(sent.json()).isEqualTo(json);
    for (String which : List.of("noised", "withCode", "withOtherCode")) {
      String picture = json.at("/images/1/reconstructions/0/%s/image".formatted(which)).asString();
      BufferedImage read =
          ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(picture)));
      assertThat(read.getWidth()).as(which).isEqualTo(TinyModel.SIDE);
    }
  }

  private static void part(ByteArrayOutputStream body, String name, String more, byte[] content) {
    body.writeBytes(
        "--cut\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n"
            .formatted(name, more)
            .getBytes(StandardCharsets.UTF_8));
    body.writeBytes(content);
    body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anAutoencoderDecodes() throws IOException {
    JsonNode json = answer(with("modelId", tiny().decoding(artifacts, engine).id()));
    assertThat(json.get("madeBy").asString()).isEqualTo("decoder");
    JsonNode one = json.at("/images/0/reconstructions/0");
    assertThat(one.has("noised")).isFalse();
    assertThat(one.at("/withCode/squaredError").asDouble()).isPositive();
    // the other's picture, made of the other's code, is what that one has as its own
    assertThat(one.at("/withOtherCode/image"))
        .isEqualTo(json.at("/images/1/reconstructions/0/withCode/image"));
  }

  @Test
  void whoHoldsTheEncoderAloneSaysSo() throws IOException {
    Answer refused = api().post(PATH, with("modelId", tiny().alone(artifacts).id()));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.problem()).isEqualTo("invalid-request");
    assertThat(refused.error("modelId")).startsWith("holds the encoder alone");
  }

  @Test
  void whatIsWrongIsToldByField() {
    assertThat(api().post(PATH, with("seed", -1)).error("seed")).contains("at least 0");
    assertThat(api().post(PATH, with("modelId", "none")).problem()).isEqualTo("unknown-model");
    assertThat(api().post(PATH, with("t", List.of(2))).error("t[0]")).contains("[0, 1]");
    assertThat(api().post(PATH, with("format", "jpeg")).error("format")).contains("float32");
    Map<String, Object> many =
        Map.of("datasetId", tiny().datasetId(), "indices", Collections.nCopies(17, 0));
    assertThat(api().post(PATH, with("items", many)).error("items.indices"))
        .isEqualTo("must have 1 to 16 images, has 17");
    Map<String, Object> grid = with("grid", 200);
    grid.remove("t");
    assertThat(api().post(PATH, grid).error("items.indices"))
        .isEqualTo(
            "2 images at 201 times are 402 reconstructions; one request may ask for 336 of 3×32×32");
    assertThat(anyone().post(PATH, request()).status()).isEqualTo(401);
  }

  private JsonNode answer(Map<String, Object> request) {
    Answer answer = api().post(PATH, request);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static Map<String, Object> request() {
    var request = new HashMap<String, Object>();
    request.put("modelId", tiny().modelId());
    request.put("items", Map.of("datasetId", tiny().datasetId(), "indices", List.of(5, 17)));
    request.put("t", List.of(.3, 1));
    return request;
  }

  private static Map<String, Object> with(String field, Object value) {
    Map<String, Object> request = request();
    request.put(field, value);
    return request;
  }

  private static float[] pixels(BufferedImage image) {
    var pixels = new float[3 * AREA];
    for (int at = 0; at < AREA; at++) {
      int rgb = image.getRGB(at % TinyModel.SIDE, at / TinyModel.SIDE);
      for (int c = 0; c < 3; c++) {
        pixels[c * AREA + at] = ((rgb >> (8 * (2 - c))) & 255) / 255f;
      }
    }
    return pixels;
  }

  private static float[] floats(JsonNode base64) {
    var bytes =
        ByteBuffer.wrap(Base64.getDecoder().decode(base64.asString()))
            .order(ByteOrder.LITTLE_ENDIAN);
    var floats = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(floats);
    return floats;
  }
}
