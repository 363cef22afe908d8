package org.p2f.local.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.test.S3Server;
import org.p2f.local.cli.Typed;
import org.p2f.local.platform.Applications;
import org.p2f.local.platform.Home;
import org.p2f.local.platform.JvmOptions;
import org.p2f.local.platform.LocalFailure;
import org.p2f.local.platform.LocalPlatform;
import org.p2f.local.platform.LocalSettings;

/** The whole platform with its objects in a bucket, whose server is killed and comes back. */
@Timeout(300)
class S3PlatformTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration AWAY = Duration.ofSeconds(3);

  @TempDir Path directory;

  @Test
  void importTrainingExtractionHeadsAndEncodingWorkOnABucket() throws Exception {
    assumeTrue(jarsAreBuilt(), "The services' jars are not built: run mvn package first");
    var home = new Home(directory.resolve("home"));
    int port =
        new Random().ints(20_000, 32_000).filter(S3PlatformTest::isFree).findFirst().orElse(0);
    var environment =
        Map.of("P2F_HOME", home.root().toString(), "P2F_PORT", Integer.toString(port));
    try (var s3 = S3Server.start(directory.resolve("s3"));
        var platform =
            LocalPlatform.start(
                new LocalSettings(
                    home, port, Applications.ofCheckout(), JvmOptions.of(options(s3))),
                _ -> {})) {
      var report = directory.resolve("report");
      String[] words = {
        "demo",
        "--train",
        "300",
        "--test",
        "100",
        "--steps",
        "6",
        "--epochs",
        "2",
        "--seed",
        "5",
        "--report",
        report.toString()
      };
      var demo =
          CompletableFuture.supplyAsync(
              () -> Typed.command(environment, words), task -> Thread.ofPlatform().start(task));
      while (!demo.isDone() && call(platform, "/v1/studies", "").path("items").isEmpty()) {
        Thread.sleep(50);
      }
      s3.kill();
      Thread.sleep(AWAY);
      s3.restart();
      demo.join().succeeded();
      assertThat(report.resolve("report.json")).exists();

      var model = call(platform, "/v1/models", "").at("/items/0/id").asText();
      var dataset = call(platform, "/v1/datasets", "").at("/items/0/id").asText();
      var codes =
          call(
              platform,
              "/v1/encodings",
              """
              {"modelId": "%s", "items": {"datasetId": "%s", "indices": [0, 1]}, "t": [0, 0.5]}
              """
                  .formatted(model, dataset));
      assertThat(codes.path("shape")).as(codes.toString()).hasSize(3);
    }
    assertThat(files(home.root().resolve("store/objects"))).isZero();
    assertThat(files(directory.resolve("s3/buckets").resolve(S3Server.BUCKET).resolve("objects")))
        .isGreaterThan(5);
  }

  /** As a user would say it: system properties of the services. */
  private static Map<String, String> options(S3Server s3) {
    String properties =
        s3.properties().entrySet().stream()
            .map(property -> "-D%s=%s".formatted(property.getKey(), property.getValue()))
            .collect(Collectors.joining(" "));
    return Stream.of("TRAINING", "REPRESENTATION", "DOWNSTREAM")
        .collect(Collectors.toMap("P2F_%s_OPTS"::formatted, _ -> properties));
  }

  private static JsonNode call(LocalPlatform platform, String path, String body) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(platform.url() + path))
              .header("Authorization", "Bearer " + platform.token(Duration.ofHours(1)))
              .timeout(Duration.ofMinutes(1));
      if (!body.isEmpty()) {
        request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
      }
      return JSON.readTree(http.send(request.build(), BodyHandlers.ofString()).body());
    }
  }

  private static long files(Path directory) throws IOException {
    if (Files.notExists(directory)) {
      return 0;
    }
    try (var all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).count();
    }
  }

  private static boolean jarsAreBuilt() {
    try {
      return Applications.ofCheckout() != null;
    } catch (LocalFailure notBuilt) {
      return false;
    }
  }

  private static boolean isFree(int port) {
    try (var _ = new ServerSocket(port)) {
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
