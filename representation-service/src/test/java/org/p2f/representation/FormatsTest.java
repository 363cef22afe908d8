package org.p2f.representation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.p2f.kit.test.Answer;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.representation.encoding.web.Pictures;
import org.p2f.representation.test.ServiceTest;
import org.p2f.representation.test.TinyModel;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The same images give the same codes, in whatever format they come and the codes go. */
@SuppressWarnings("ByteBufferBackingArray") // all buffers here wrap whole arrays
class FormatsTest extends ServiceTest {
  private static final String PATH = "/v1/encodings";
  private static final int[] IMAGES = {5, 17};
  private static final String BOUNDARY = "p2f-boundary";
  private static final int VALUES = 3 * TinyModel.SIDE * TinyModel.SIDE;

  @Test
  void pixelsAsFloatsInJson() {
    assertSame(
        api()
            .post(
                PATH,
                Map.of(
                    "modelId", tiny().modelId(),
                    "pixels", Map.of("shape", shape(2), "data", base64(floats())),
                    "grid", 2)));
  }

  @Test
  void filesOfAForm() throws Exception {
    assertSame(send(PATH, form("2", IMAGES), "multipart/form-data; boundary=" + BOUNDARY, "*/*"));
  }

  /** Servers commonly stop at 50 parts; a request may have 1,024 images. */
  @Test
  void aFormOfSixtyFiles() throws Exception {
    int[] sixty = IntStream.range(0, 60).map(i -> i % 2 == 0 ? IMAGES[0] : IMAGES[1]).toArray();
    var answer =
        send(
            PATH,
            form("2", sixty),
            "multipart/form-data; boundary=" + BOUNDARY,
            "application/x-npy");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("P2F-Shape")).isEqualTo("60,3,16");
  }

  private byte[] form(String grid, int[] images) throws IOException {
    var body = new ByteArrayOutputStream();
    for (var field : Map.of("modelId", tiny().modelId(), "grid", grid).entrySet()) {
      write(
          body,
          "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
              .formatted(BOUNDARY, field.getKey(), field.getValue()));
    }
    for (int image : images) {
      write(
          body,
          "--%s\r\nContent-Disposition: form-data; name=\"images\"; filename=\"i.png\"\r\n"
                  .formatted(BOUNDARY)
              + "Content-Type: image/png\r\n\r\n");
      body.write(png(image));
      write(body, "\r\n");
    }
    write(body, "--%s--\r\n".formatted(BOUNDARY));
    return body.toByteArray();
  }

  @Test
  void numpyArraysInAndOut() {
    byte[] levels = new byte[2 * VALUES];
    ByteBuffer in = floats();
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) Math.round(255 * in.getFloat());
    }
    for (byte[] body : List.of(npy("<f4", floats().array()), npy("|u1", levels))) {
      String query = "?grid=2&modelId=" + tiny().modelId();
      Answer npy = send(PATH + query, body, "application/x-npy", "application/x-npy");
      assertThat(npy.status()).isEqualTo(200);
      assertThat(npy.header("Content-Type")).isEqualTo("application/x-npy");
      assertThat(npy.header("P2F-Shape")).isEqualTo("2,3,16");
      assertThat(npy.header("P2F-Precision")).isEqualTo("float32");
      ByteBuffer out = little(npy.body());
      int header = 10 + out.getShort(8);
      assertThat(header % 64).isZero();
      assertThat(new String(npy.body(), 10, header - 10, StandardCharsets.ISO_8859_1))
          .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3, 16), }")
          .endsWith("\n");
      assertCodes(out.position(header).slice().order(ByteOrder.LITTLE_ENDIAN), 1e-5);

      Answer bare =
          send(
              PATH + query + "&encoding=base64-float16",
              body,
              "application/x-npy",
              "application/octet-stream");
      assertThat(bare.header("P2F-Type")).isEqualTo("float16");
      ByteBuffer halves = little(bare.body());
      ByteBuffer wide = little(new byte[2 * bare.body().length]);
      while (halves.hasRemaining()) {
        wide.putFloat(Float.float16ToFloat(halves.getShort()));
      }
      assertCodes(wide.flip(), 1e-3); // ten bits of a float16: 2^-11
    }
  }

  @Test
  void halfPrecisionInBase64() {
    JsonNode packed =
        api()
            .post(
                PATH,
                Map.of(
                    "modelId",
                    tiny().modelId(),
                    "pixels",
                    Map.of("shape", shape(2), "data", base64(floats())),
                    "grid",
                    2,
                    "encoding",
                    "base64-float16"))
            .json();
    assertThat(Base64.getDecoder().decode(packed.get("data").asString()))
        .hasSize(2 * 3 * TinyModel.CODES * 2);
  }

  @Test
  void theOpenInferenceProtocolInJson() {
    String model = "/v2/models/" + tiny().modelId();
    assertThat(api().get("/v2/health/ready").status()).isEqualTo(200);
    assertThat(api().get("/v2").json().get("extensions").toString()).contains("binary_tensor");
    JsonNode told = api().get(model).json();
    assertThat(told.at("/inputs/0/shape").toString()).isEqualTo("[-1,3,32,32]");
    assertThat(told.at("/outputs/0/shape").toString()).isEqualTo("[-1,-1,16]");
    var data = new float[2 * VALUES];
    floats().asFloatBuffer().get(data);
    JsonNode answer =
        api()
            .post(
                model + "/infer",
                Map.of(
                    "id",
                    "mine",
                    "inputs",
                    List.of(
                        Map.of(
                            "name", "images", "datatype", "FP32", "shape", shape(2), "data", data),
                        Map.of(
                            "name",
                            "t",
                            "datatype",
                            "FP32",
                            "shape",
                            List.of(3),
                            "data",
                            List.of(0, .5, 1)))))
            .json();
    assertThat(answer.get("id").asString()).isEqualTo("mine");
    assertThat(answer.at("/outputs/0/shape").toString()).isEqualTo("[2,3,16]");
    ByteBuffer codes = little(new byte[2 * 3 * TinyModel.CODES * Float.BYTES]);
    for (JsonNode value : answer.at("/outputs/0/data")) {
      codes.putFloat((float) value.asDouble());
    }
    assertCodes(codes.flip(), 1e-5);
  }

  @Test
  void theOpenInferenceProtocolWithBinaryTensors() {
    byte[] header =
        JsonMapper.shared()
            .writeValueAsBytes(
                Map.of(
                    "inputs",
                    List.of(
                        Map.of(
                            "name",
                            "images",
                            "datatype",
                            "FP32",
                            "shape",
                            shape(2),
                            "parameters",
                            Map.of("binary_data_size", 2 * VALUES * Float.BYTES)),
                        Map.of(
                            "name",
                            "t",
                            "datatype",
                            "FP32",
                            "shape",
                            List.of(3),
                            "parameters",
                            Map.of("binary_data_size", 12))),
                    "parameters",
                    Map.of("binary_data_output", true)));
    ByteBuffer body = little(new byte[header.length + 2 * VALUES * Float.BYTES + 12]);
    body.put(header).put(floats()).putFloat(0).putFloat(.5f).putFloat(1);
    Answer answer =
        api()
            .send(
                "POST",
                "/v2/models/%s/infer".formatted(tiny().modelId()),
                BodyPublishers.ofByteArray(body.array()),
                "Content-Type",
                "application/octet-stream",
                "Inference-Header-Content-Length",
                Integer.toString(header.length));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    int json = Integer.parseInt(answer.header("Inference-Header-Content-Length"));
    assertCodes(little(Arrays.copyOfRange(answer.body(), json, answer.body().length)), 1e-5);
  }

  @Test
  void whatIsWrongWithAnArrayIsTold() {
    String query = "?t=.5&modelId=" + tiny().modelId();
    assertThat(error(query, "no array".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("is no NPY file");
    assertThat(error(query, npy("<f8", new byte[16]))).contains("'<f8'; read are |u1, <f2, <f4");
    assertThat(error(query, npy("<f4", new byte[16]))).contains("16 bytes");
    ByteBuffer bad = floats();
    bad.putFloat(4 * VALUES + 8, Float.NaN);
    assertThat(error(query, npy("<f4", bad.array())))
        .isEqualTo("image 1: Pixels lie in [0, 1], number 2 is NaN");
    assertThat(
            api()
                .post(
                    "/v2/models/%s/infer".formatted(tiny().modelId()),
                    Map.of("inputs", List.of(Map.of("name", "x"))))
                .status())
        .isEqualTo(422);
    assertThat(api().post("/v2/models/none/infer", Map.of()).status()).isEqualTo(404);
  }

  private String error(String query, byte[] body) {
    Answer answer = send(PATH + query, body, "application/x-npy", "*/*");
    assertThat(answer.status()).isEqualTo(422);
    return answer.error("body");
  }

  private void assertSame(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    ByteBuffer codes = little(new byte[2 * 3 * TinyModel.CODES * Float.BYTES]);
    for (JsonNode image : answer.json().get("z")) {
      for (JsonNode code : image) {
        for (JsonNode value : code) {
          codes.putFloat((float) value.asDouble());
        }
      }
    }
    assertCodes(codes.flip(), 1e-5);
  }

  /** As the service gives them for the data set's own images. */
  private void assertCodes(ByteBuffer codes, double bound) {
    JsonNode expected =
        api()
            .post(
                PATH,
                Map.of(
                    "modelId", tiny().modelId(),
                    "items", Map.of("datasetId", tiny().datasetId(), "indices", IMAGES),
                    "grid", 2))
            .json();
    double off = 0;
    double largest = 0;
    for (JsonNode image : expected.get("z")) {
      for (JsonNode code : image) {
        for (JsonNode value : code) {
          largest = Math.max(largest, Math.abs(value.asDouble()));
          off = Math.max(off, Math.abs(value.asDouble() - codes.getFloat()));
        }
      }
    }
    assertThat(codes.hasRemaining()).isFalse();
    assertThat(off).isLessThan(bound * largest); // another batch sums in another order
  }

  private Answer send(String path, byte[] body, String type, String accept) {
    return api()
        .send(
            "POST", path, BodyPublishers.ofByteArray(body), "Content-Type", type, "Accept", accept);
  }

  private static List<Integer> shape(int images) {
    return List.of(images, 3, TinyModel.SIDE, TinyModel.SIDE);
  }

  private byte[] png(int image) {
    try (ImageDataset images = TinyModel.dataset(artifacts, tiny().datasetId())) {
      return Pictures.png(images.bufferedImage(image));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The images' pixels, float32 [2, 3, 32, 32]. */
  private ByteBuffer floats() {
    try (ImageDataset images = TinyModel.dataset(artifacts, tiny().datasetId())) {
      ByteBuffer floats = little(new byte[IMAGES.length * VALUES * Float.BYTES]);
      for (int image : IMAGES) {
        for (byte level : images.pixels(image).toArray(ValueLayout.JAVA_BYTE)) {
          floats.putFloat(Byte.toUnsignedInt(level) / 255f);
        }
      }
      return floats.flip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] npy(String type, byte[] elements) {
    String text =
        "{'descr': '%s', 'fortran_order': False, 'shape': (2, 3, 32, 32), }\n".formatted(type);
    ByteBuffer file = little(new byte[10 + text.length() + elements.length]);
    file.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.ISO_8859_1));
    file.put((byte) 1).put((byte) 0).putShort((short) text.length());
    return file.put(text.getBytes(StandardCharsets.ISO_8859_1)).put(elements).array();
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static String base64(ByteBuffer bytes) {
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private static void write(ByteArrayOutputStream into, String text) throws IOException {
    into.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
