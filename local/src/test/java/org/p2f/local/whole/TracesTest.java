package org.p2f.local.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.test.TraceReceiver;
import org.p2f.catalog.test.TraceReceiver.Received;
import org.p2f.local.platform.Applications;
import org.p2f.local.platform.Home;
import org.p2f.local.platform.JvmOptions;
import org.p2f.local.platform.LocalPlatform;
import org.p2f.local.platform.LocalSettings;

/** The whole platform sends its spans to one collector. */
@Timeout(600)
class TracesTest {
  private static final String IMPORT = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String ENCODING = "0af7651916cd43dd8448eb211c80319c";
  private static final String CALLERS = "00f067aa0ba902b7";

  @TempDir Path directory;

  /** What it prints is both traces as text. */
  @Test
  void aRequestIsOneTraceThroughGatewayServiceJobAndEngine() throws Exception {
    TestPlatform.requireJars();
    var applications = Applications.ofCheckout();
    try (var collector = new TraceReceiver();
        var platform = LocalPlatform.start(settings(applications, collector), _ -> {})) {
      post(
          platform,
          "/v1/datasets",
          IMPORT,
          """
          {"name": "drawn", "source": "synthetic", "imageSize": 16, "trainLimit": 20,
           "testLimit": 10, "seed": 1}
          """);
      Received attempt = collector.await(IMPORT, "job dataset-import");
      Received made = collector.await(IMPORT, "http post /v1/datasets");
      assertThat(attempt.parent()).isEqualTo(made.id());
      assertThat(attempt.tags()).containsEntry("p2f.job.outcome", "succeeded");
      assertThat(collector.await(IMPORT, "commit").parent()).isEqualTo(attempt.id());
      assertPassedOn(collector, made, "POST training", "training-service");

      var picture =
          Files.readAllBytes(
              Objects.requireNonNull(applications.referenceModels())
                  .resolve("synthetic-vdrl")
                  .resolve("example.png"));
      post(
          platform,
          "/v1/encodings",
          ENCODING,
          """
          {"modelId": "synthetic-vdrl", "images": [{"content": "%s"}], "t": [0, 0.5, 1]}
          """
              .formatted(Base64.getEncoder().encodeToString(picture)));
      Received encoded = collector.await(ENCODING, "http post /v1/encodings");
      Received queue = collector.await(ENCODING, "encoding queue");
      Received compute = collector.await(ENCODING, "encoding compute");
      assertThat(queue.parent()).isEqualTo(encoded.id());
      assertThat(compute.parent()).isEqualTo(encoded.id());
      assertThat(compute.tags()).containsEntry("p2f.encoding.rows", "3");
      assertThat(queue.to()).isEqualTo(compute.from());
      assertThat(compute.to()).isLessThanOrEqualTo(encoded.to());
      assertPassedOn(collector, encoded, "POST representation", "representation");
      print(collector, IMPORT);
      print(collector, ENCODING);
    }
  }

  /** From the caller to the gateway, and from there to the service. */
  private static void assertPassedOn(
      TraceReceiver collector, Received answered, String passed, String service) {
    assertThat(answered.service()).isEqualTo(service);
    Received asked = collector.await(answered.trace(), passed);
    assertThat(answered.parent()).isEqualTo(asked.id());
    assertThat(asked.service()).isEqualTo("gateway");
    Received first =
        collector.await("the gateway's own span", span -> span.id().equals(asked.parent()));
    assertThat(first.service()).isEqualTo("gateway");
    assertThat(first.parent()).isEqualTo(CALLERS);
  }

  private static void print(TraceReceiver collector, String trace) {
    print(collector, trace, CALLERS, "");
  }

  private static void print(
      TraceReceiver collector, String trace, String parent, String indentation) {
    collector.spans().stream()
        .filter(span -> span.trace().equals(trace) && span.parent().equals(parent))
        .sorted(Comparator.comparingLong(Received::from))
        .forEach(
            span -> {
              System.out.printf(
                  "%-55s %-18s %9.1f ms%n",
                  indentation + span.name(), span.service(), (span.to() - span.from()) / 1e6);
              print(collector, trace, span.id(), indentation + "  ");
            });
  }

  private static void post(LocalPlatform platform, String path, String trace, String body)
      throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var answer =
          http.send(
              HttpRequest.newBuilder(URI.create(platform.url() + path))
                  .header("Authorization", "Bearer " + platform.token(Duration.ofHours(1)))
                  .header("Content-Type", "application/json")
                  .header("traceparent", "00-%s-%s-01".formatted(trace, CALLERS))
                  .timeout(Duration.ofMinutes(1))
                  .POST(BodyPublishers.ofString(body))
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    }
  }

  private LocalSettings settings(Applications applications, TraceReceiver collector) {
    String properties =
        collector.settings().entrySet().stream()
            .map(setting -> "-D%s=%s".formatted(setting.getKey(), setting.getValue()))
            .collect(Collectors.joining(" "));
    var options =
        Stream.of("GATEWAY", "TRAINING", "REPRESENTATION", "DOWNSTREAM")
            .collect(Collectors.toMap("P2F_%s_OPTS"::formatted, _ -> properties));
    return new LocalSettings(
        new Home(directory.resolve("home")),
        TestPlatform.freePort(20_000, 32_000),
        applications,
        JvmOptions.of(options));
  }
}
