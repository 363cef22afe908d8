package org.p2f.local.whole;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.client.model.TrainingRunRequest.ObjectiveEnum;
import org.p2f.local.study.Calls;

/**
 * Folders for a model hub, by readers who have PyTorch and nothing of ours: the lines of the card
 * against {@code POST /v1/encodings}.
 */
class ModelHubTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern BLOCK = Pattern.compile("```python\n(.*?)```", Pattern.DOTALL);
  private static final String PYTHON = System.getProperty("p2f.python", "python3");
  private static final List<Double> TIMES = List.of(0., .5, 1.);
  private static final int IMAGES = 2;

  /** Of the largest value of the codes: float32 sums in another order; measured 4.2e-7. */
  private static final double BOUND = 1e-5;

  /** Prints codes [n, K, d] as JSON. */
  private static final String CALL =
      """
      x = torch.frombuffer(bytearray(open("pixels.bin", "rb").read()), dtype=torch.float32)
      x = x.reshape(-1, *(c["pixels"][k] for k in ("channels", "height", "width")))
      z = torch.stack([encode(x, torch.full((len(x),), t)) for t in (0.0, 0.5, 1.0)], 1)
      print(json.dumps(z.tolist()))
      """;

  @TempDir Path directory;

  @Test
  void cardsCodeGivesTheCodesThatTheServiceGives() throws Exception {
    var torch =
        Commands.run(directory, Map.of(), List.of(PYTHON, "-c", "import torch, safetensors"));
    assumeTrue(
        torch.code() == 0, "Skipped: no python3 with torch and safetensors (-Dp2f.python=…)");
    try (var platform = TestPlatform.start(directory)) {
      var calls = new Calls(platform.url().toString(), platform.token());
      for (var model :
          List.of(
              "synthetic-vdrl",
              "cifar-10-drl",
              TrainedHere.model(calls, "tiny", ObjectiveEnum.DRL, null),
              TrainedHere.model(calls, "tiny", ObjectiveEnum.VDRL, null),
              TrainedHere.model(calls, "small", ObjectiveEnum.DRL, null))) {
        assertSame(platform, model);
      }
    }
  }

  private void assertSame(TestPlatform platform, String model) throws Exception {
    var folder = Files.createDirectories(directory.resolve("of-" + model));
    unpack(
        sent(
            platform,
            "/v1/models/%s/exports/huggingface".formatted(model),
            HttpRequest.Builder::GET),
        folder);
    var shape = JSON.readTree(folder.resolve("config.json").toFile()).path("pixels");
    int channels = shape.path("channels").asInt();
    int height = shape.path("height").asInt();
    int width = shape.path("width").asInt();
    byte[] pixels = pixels(IMAGES * channels * height * width);
    Files.write(folder.resolve("pixels.bin"), pixels);
    var block = BLOCK.matcher(Files.readString(folder.resolve("README.md")));
    assertThat(block.find()).isTrue();
    Files.writeString(folder.resolve("run.py"), block.group(1) + CALL);
    var result = Commands.run(folder, Map.of(), List.of(PYTHON, "run.py"));
    assertThat(result.code()).as(result.output()).isZero();
    var served = encoded(platform, model, List.of(IMAGES, channels, height, width), pixels);
    var error = error(values(JSON.readTree(result.output())), values(served));
    assertThat(error).as(model).isLessThan(BOUND);
  }

  private static JsonNode encoded(
      TestPlatform platform, String model, List<Integer> shape, byte[] pixels) throws Exception {
    Map<String, Object> images = new LinkedHashMap<>();
    images.put("shape", shape);
    images.put("data", Base64.getEncoder().encodeToString(pixels));
    var body = JSON.writeValueAsString(Map.of("modelId", model, "t", TIMES, "pixels", images));
    return JSON.readTree(
            sent(platform, "/v1/encodings", request -> request.POST(BodyPublishers.ofString(body))))
        .path("z");
  }

  private static byte[] sent(
      TestPlatform platform, String path, UnaryOperator<HttpRequest.Builder> method)
      throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(platform.url() + path))
            .header("Authorization", "Bearer " + platform.token())
            .header("Content-Type", "application/json");
    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(method.apply(request).build(), BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(200);
      return answer.body();
    }
  }

  /** Of images, between 0 and 1. */
  private static byte[] pixels(int count) {
    var bytes = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    var random = new Random(5);
    while (bytes.hasRemaining()) {
      bytes.putFloat(random.nextFloat());
    }
    return bytes.array();
  }

  private static List<Double> values(JsonNode array) {
    if (!array.isArray()) {
      return List.of(array.asDouble());
    }
    var values = new ArrayList<Double>();
    array.forEach(element -> values.addAll(values(element)));
    return values;
  }

  private static double error(List<Double> actual, List<Double> expected) {
    assertThat(actual).hasSameSizeAs(expected).hasSizeGreaterThan(IMAGES * TIMES.size());
    double worst = 0;
    double largest = 0;
    for (int i = 0; i < expected.size(); i++) {
      worst = Math.max(worst, Math.abs(actual.get(i) - expected.get(i)));
      largest = Math.max(largest, Math.abs(expected.get(i)));
    }
    return worst / largest;
  }

  private static void unpack(byte[] archive, Path folder) throws IOException {
    try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      ZipEntry entry = zip.getNextEntry();
      while (entry != null) {
        Files.write(folder.resolve(entry.getName()), zip.readAllBytes());
        entry = zip.getNextEntry();
      }
    }
  }
}
