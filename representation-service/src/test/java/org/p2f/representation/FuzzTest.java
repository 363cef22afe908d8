package org.p2f.representation;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.p2f.kit.test.Answer;
import org.p2f.representation.encoding.web.Pictures;
import org.p2f.representation.test.ServiceTest;
import org.p2f.representation.test.TinyModel;
import tools.jackson.databind.json.JsonMapper;

/**
 * Random and mutated bodies in every format, and paths and queries: each is answered, none with a
 * defect, and nothing stays in memory. {@code -Dp2f.fuzz.bodies=100000} sends more of them, {@code
 * -Dp2f.fuzz.seed} others.
 */
class FuzzTest extends ServiceTest {
  private static final int BODIES = Integer.getInteger("p2f.fuzz.bodies", 2_000);
  private static final long SEED = Long.getLong("p2f.fuzz.seed", 1);
  private static final String ENCODINGS = "/v1/encodings";

  /** What means something in one of the formats. */
  private static final List<String> WORDS =
      List.of(
          "null",
          "-1",
          "1e999",
          "NaN",
          "{}",
          "[]",
          "[[[[[[",
          "\"",
          "\\u0000",
          "\r\n",
          "--p2f",
          "true",
          "9223372036854775808",
          "(1,",
          "'<f4'",
          "'|u1'",
          "data:",
          "\u00ff",
          "}}}}");

  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE", "GET");

  private static final List<String> PATHS =
      List.of(
          "/v1/encodings",
          "/v1/served-models",
          "/v1/trajectories",
          "/v1/trajectories/{id}",
          "/v1/trajectories/{id}/slice",
          "/v1/trajectories/{id}/export",
          "/v1/trajectories/{id}/neighbours",
          "/v1/jobs",
          "/v1/jobs/{id}",
          "/v1/jobs/{id}/events",
          "/v1/jobs/{id}/cancel",
          "/v1/artifacts",
          "/v1/artifacts/{id}",
          "/v1/artifacts/{id}/files/model.json",
          "/v1/lineage/{id}",
          "/v2",
          "/v2/models/{id}",
          "/v2/models/{id}/ready",
          "/v2/models/{id}/infer");

  private static final List<String> PARAMETERS =
      List.of(
          "limit",
          "cursor",
          "kind",
          "state",
          "split",
          "from",
          "count",
          "format",
          "type",
          "modelId",
          "t",
          "grid",
          "weights",
          "encoding");

  /** Above what a garbage collection and the cache of codes leave to chance. */
  private static final long GROWTH_MEBIBYTES = 96;

  private static final Duration SLOWEST = Duration.ofSeconds(30);

  private final Random random = new Random(SEED);

  /** A request that is answered with 200 as it stands. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares or changes them
  private record Sound(String path, String type, byte[] body, int headerLength) {}

  @Test
  void everyBodyIsAnsweredAndNoneWithADefect() {
    List<Sound> sound = List.of(json(), pixels(), npy(), form(), inference());
    sound.forEach(
        one -> assertThat(send(one, one.body(), one.headerLength()).status()).isEqualTo(200));
    var statuses = new TreeMap<Integer, Integer>();
    long heap = 0;
    for (int i = 0; i < BODIES; i++) {
      if (i == BODIES / 5) {
        heap = heapMebibytes();
      }
      Sound base = sound.get(random.nextInt(sound.size()));
      byte[] body = random.nextInt(20) == 0 ? noise() : mutated(base.body());
      int header = random.nextInt(4) == 0 ? random.nextInt(-5, 5000) : base.headerLength();
      long start = System.nanoTime();
      Answer answer = send(base, body, header);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SLOWEST);
      statuses.merge(answer.status(), 1, Integer::sum);
      assertThat(answer.status())
          .as(
              "seed %d, body %d of %s: %s",
              SEED, i, base.type(), HexFormat.of().formatHex(body, 0, Math.min(600, body.length)))
          .isBetween(200, 499);
    }
    long grown = heapMebibytes() - heap;
    System.out.println(
        "Answers to %d bodies by status: %s; the heap grew by %d MiB over the last four fifths"
            .formatted(BODIES, statuses, grown));
    assertThat(grown).isLessThan(GROWTH_MEBIBYTES);
    sound.forEach(
        one -> assertThat(send(one, one.body(), one.headerLength()).status()).isEqualTo(200));
  }

  @Test
  void everyTargetIsAnsweredAndNoneWithADefect() {
    var statuses = new TreeMap<Integer, Integer>();
    for (int i = 0; i < BODIES / 4; i++) {
      String target = target();
      String method = METHODS.get(random.nextInt(METHODS.size()));
      Answer answer =
          api()
              .send(
                  method,
                  target,
                  BodyPublishers.ofString(method.equals("GET") ? "" : "{}"),
                  "Content-Type",
                  "application/json");
      statuses.merge(answer.status(), 1, Integer::sum);
      assertThat(answer.status())
          .as("seed %d, target %d: %s %s", SEED, i, method, target)
          .isBetween(200, 499);
    }
    System.out.println("Answers to %d targets by status: %s".formatted(BODIES / 4, statuses));
  }

  /** A path of a route, with a segment or a query parameter of anything. */
  private String target() {
    List<String> segments =
        new ArrayList<>(List.of(PATHS.get(random.nextInt(PATHS.size())).split("/")));
    int at = 1 + random.nextInt(segments.size() - 1);
    switch (random.nextInt(4)) {
      case 0 -> segments.set(at, encoded());
      case 1 -> segments.add(at, encoded());
      default -> segments.replaceAll(segment -> segment.equals("{id}") ? encoded() : segment);
    }
    segments.replaceAll(segment -> segment.equals("{id}") ? tiny().modelId() : segment);
    var target = new StringBuilder(String.join("/", segments));
    for (int count = random.nextInt(3), i = 0; i < count; i++) {
      target
          .append(i == 0 ? '?' : '&')
          .append(PARAMETERS.get(random.nextInt(PARAMETERS.size())))
          .append('=')
          .append(encoded());
    }
    return target.toString();
  }

  private String encoded() {
    byte[] text =
        switch (random.nextInt(3)) {
          case 0 -> word();
          case 1 -> mutated(tiny().modelId().getBytes(StandardCharsets.UTF_8));
          default -> Arrays.copyOf(noise(), random.nextInt(20));
        };
    return "%" + HexFormat.ofDelimiter("%").formatHex(text.length == 0 ? new byte[1] : text);
  }

  private static long heapMebibytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
  }

  private byte[] mutated(byte[] sound) {
    byte[] body = sound.clone();
    for (int times = 1 + random.nextInt(4); times > 0 && body.length > 0; times--) {
      int at =
          random.nextInt(3) == 0
              ? random.nextInt(body.length)
              : random.nextInt(Math.min(300, body.length));
      body =
          switch (random.nextInt(5)) {
            case 0 -> {
              body[at] ^= (byte) (1 << random.nextInt(8));
              yield body;
            }
            case 1 -> Arrays.copyOf(body, at); // cut off
            case 2 -> spliced(body, at, at, word());
            case 3 ->
                spliced(body, at, Math.min(body.length, at + random.nextInt(40)), new byte[0]);
            default -> spliced(body, at, Math.min(body.length, at + 1), word());
          };
    }
    return body;
  }

  private byte[] word() {
    return WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] spliced(byte[] body, int from, int to, byte[] between) {
    var out = new ByteArrayOutputStream();
    out.write(body, 0, from);
    out.writeBytes(between);
    out.write(body, to, body.length - to);
    return out.toByteArray();
  }

  private byte[] noise() {
    byte[] noise = new byte[random.nextInt(2000)];
    random.nextBytes(noise);
    return noise;
  }

  private Answer send(Sound base, byte[] body, int headerLength) {
    String[] headers =
        base.headerLength() < 0
            ? new String[] {"Content-Type", base.type()}
            : new String[] {
              "Content-Type",
              base.type(),
              "Inference-Header-Content-Length",
              Integer.toString(headerLength)
            };
    return api().send("POST", base.path(), BodyPublishers.ofByteArray(body), headers);
  }

  private static Sound json() {
    var request =
        Map.of(
            "modelId", tiny().modelId(),
            "t", List.of(.25),
            "images",
                List.of(
                    Map.of("content", Pictures.base64(Pictures.png(TinyModel.SIDE, 1))),
                    Map.of(
                        "content",
                        Pictures.base64(
                            Pictures.jpeg(
                                Pictures.noise(BufferedImage.TYPE_INT_RGB, 32, 32, 2))))));
    return new Sound(
        ENCODINGS, "application/json", JsonMapper.shared().writeValueAsBytes(request), -1);
  }

  private static Sound pixels() {
    var request =
        Map.of(
            "modelId",
            tiny().modelId(),
            "grid",
            2,
            "encoding",
            "base64-float16",
            "pixels",
            Map.of(
                "shape",
                List.of(1, 3, 32, 32),
                "data",
                Pictures.base64(new byte[3 * 32 * 32 * Float.BYTES])));
    return new Sound(
        ENCODINGS, "application/json", JsonMapper.shared().writeValueAsBytes(request), -1);
  }

  private static Sound npy() {
    String header = "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 3, 32, 32), }\n";
    byte[] body = new byte[10 + header.length() + 3 * 32 * 32];
    ByteBuffer.wrap(body)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0x93)
        .put("NUMPY".getBytes(StandardCharsets.ISO_8859_1))
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) header.length())
        .put(header.getBytes(StandardCharsets.ISO_8859_1));
    return new Sound(
        ENCODINGS + "?t=.5&modelId=" + tiny().modelId(), "application/x-npy", body, -1);
  }

  private static Sound form() {
    var body = new ByteArrayOutputStream();
    body.writeBytes(
        "--p2f\r\nContent-Disposition: form-data; name=\"modelId\"\r\n\r\n%s\r\n"
            .formatted(tiny().modelId())
            .getBytes(StandardCharsets.UTF_8));
    body.writeBytes(
        "--p2f\r\nContent-Disposition: form-data; name=\"t\"\r\n\r\n0.5\r\n"
            .getBytes(StandardCharsets.UTF_8));
    body.writeBytes(
        "--p2f\r\nContent-Disposition: form-data; name=\"images\"; filename=\"a.png\"\r\n\r\n"
            .getBytes(StandardCharsets.UTF_8));
    body.writeBytes(Pictures.png(TinyModel.SIDE, 3));
    body.writeBytes("\r\n--p2f--\r\n".getBytes(StandardCharsets.UTF_8));
    return new Sound(ENCODINGS, "multipart/form-data; boundary=p2f", body.toByteArray(), -1);
  }

  private static Sound inference() {
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
                            "UINT8",
                            "shape",
                            List.of(1, 3, 32, 32),
                            "parameters",
                            Map.of("binary_data_size", 3 * 32 * 32)),
                        Map.of(
                            "name",
                            "t",
                            "datatype",
                            "FP32",
                            "shape",
                            List.of(2),
                            "data",
                            List.of(.5, 1)))));
    return new Sound(
        "/v2/models/%s/infer".formatted(tiny().modelId()),
        "application/octet-stream",
        Arrays.copyOf(header, header.length + 3 * 32 * 32),
        header.length);
  }
}
