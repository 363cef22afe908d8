package org.p2f.local.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.client.model.ProbeSettings;
import org.p2f.client.model.TrainingRunRequest.ObjectiveEnum;
import org.p2f.local.cli.Typed;
import org.p2f.local.platform.Applications;
import org.p2f.local.platform.Home;
import org.p2f.local.platform.JvmOptions;
import org.p2f.local.platform.LocalFailure;
import org.p2f.local.platform.LocalPlatform;
import org.p2f.local.platform.LocalSettings;
import org.p2f.local.platform.Platform;
import org.p2f.local.study.Calls;

/** An encoder that one platform trains is served by another, which has only its folder. */
class ReferenceModelsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BOUNDARY = "p2f-test";

  @TempDir Path directory;

  @Test
  void exportedEncoderIsServedByItsFoldersNameOnceThePlatformIsReady() throws Exception {
    var applications = built();
    var models = directory.resolve("models");
    var folder = models.resolve("drawn-vdrl");
    var first = settings("first", applications.with(Files.createDirectory(models)));
    JsonNode expected;
    try (var platform = LocalPlatform.start(first, _ -> {})) {
      var calls = new Calls(platform.url().toString(), platform.token(Duration.ofHours(1)));
      var model =
          TrainedHere.model(
              calls,
              "tiny",
              ObjectiveEnum.VDRL,
              new ProbeSettings().everySteps(2L).times(List.of(0., 1.)));
      export(first, List.of(model, folder.toString()));
      assertThat(exported(first, List.of("none", folder.toString())).failed(1))
          .contains("No model 'none'");
      expected = encoded(platform, model, folder.resolve("example.png"));
    }
    assertFolder(folder);
    try (var platform =
        LocalPlatform.start(settings("second", applications.with(models)), _ -> {})) {
      var found = encoded(platform, "drawn-vdrl", folder.resolve("example.png"));
      assertThat(found.path("shape")).isEqualTo(expected.path("shape"));
      for (int k = 0; k < 2; k++) {
        var exact = expected.at("/z/0/" + k);
        for (int i = 0; i < exact.size(); i++) {
          // Weights in half precision.
          assertThat(found.at("/z/0/%d/%d".formatted(k, i)).asDouble())
              .isCloseTo(exact.get(i).asDouble(), Offset.offset(.02));
        }
      }
    }
  }

  @Test
  void exportWantsModelAndDirectory() {
    assertThat(Typed.command(Map.of(), "export").failed(2)).contains("'MODEL'");
    assertThat(Typed.command(Map.of(), "export", "m").failed(2)).contains("'DIR'");
    assertThat(Typed.command(Map.of(), "export", "m", "--dir").failed(2)).contains("'DIR'");
  }

  private static void assertFolder(Path folder) throws IOException {
    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder(
            "weights.safetensors", "model.json", "card.json", "README.md", "example.png");
    var card = JSON.readTree(folder.resolve("card.json").toFile());
    assertThat(card.at("/plan/objective").asText()).isEqualTo("vdrl");
    assertThat(card.at("/plan/encoder/depth").asInt()).isPositive();
    assertThat(card.at("/request/preset").asText()).isEqualTo("tiny");
    assertThat(card.at("/dataset/source").asText()).isEqualTo("synthetic");
    assertThat(card.path("seconds").asDouble()).isPositive();
    assertThat(card.at("/secondsInSteps/2").asDouble()).isPositive();
    assertThat(card.path("probes").size()).isEqualTo(2 * 2 * 4); // steps 0 and 2, times, factors
    assertThat(card.path("heldOutLosses").size()).isEqualTo(2 * 2);
    assertThat(Files.readString(folder.resolve("README.md")))
        .startsWith("# drawn-vdrl\n")
        .contains("objective `vdrl`, preset `tiny`, 2 steps on synthetic images")
        .contains("-F images=@reference-models/drawn-vdrl/example.png")
        .contains("-F modelId=drawn-vdrl ")
        .contains("shape (")
        .contains("\"preset\" : \"tiny\"")
        .contains("**background**")
        .contains("| step | seconds | t = 0.0 | t = 1.0 |")
        .contains("## Held-out loss")
        .contains("| `encoder.depth` | ")
        .contains("Apache License 2.0");
  }

  private Applications built() {
    try {
      return Applications.ofCheckout();
    } catch (LocalFailure notBuilt) {
      assumeTrue(false, "The services' jars are not built: run mvn package (or verify) first");
      throw notBuilt;
    }
  }

  private LocalSettings settings(String name, Applications applications) throws IOException {
    try (var socket = new ServerSocket(0)) {
      return new LocalSettings(
          new Home(directory.resolve(name)),
          socket.getLocalPort(),
          applications,
          JvmOptions.of(Map.of()));
    }
  }

  private static void export(LocalSettings settings, List<String> words) {
    assertThat(exported(settings, words).succeeded()).contains(words.getLast());
  }

  private static Typed exported(LocalSettings settings, List<String> words) {
    return Typed.command(
        Map.of(
            "P2F_HOME", settings.home().root().toString(),
            "P2F_PORT", Integer.toString(settings.port())),
        Stream.concat(Stream.of("export"), words.stream()).toArray(String[]::new));
  }

  /** As {@code curl -F} does it. */
  private static JsonNode encoded(Platform platform, String model, Path picture) throws Exception {
    var body = new ByteArrayOutputStream();
    part(body, "images\"; filename=\"example.png", Files.readAllBytes(picture));
    part(body, "modelId", model.getBytes(StandardCharsets.UTF_8));
    part(body, "t", "0".getBytes(StandardCharsets.UTF_8));
    part(body, "t", "0.5".getBytes(StandardCharsets.UTF_8));
    body.write(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    var request =
        HttpRequest.newBuilder(URI.create(platform.url() + "/v1/encodings"))
            .header("Authorization", "Bearer " + platform.token(Duration.ofHours(1)))
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .timeout(Duration.ofMinutes(2))
            .POST(BodyPublishers.ofByteArray(body.toByteArray()))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return JSON.readTree(answer.body());
    }
  }

  private static void part(ByteArrayOutputStream body, String name, byte[] content)
      throws IOException {
    var head =
        "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n".formatted(BOUNDARY, name);
    body.write(head.getBytes(StandardCharsets.UTF_8));
    body.write(content);
    body.write("\r\n".getBytes(StandardCharsets.UTF_8));
  }
}
