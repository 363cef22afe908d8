package org.p2f.local.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.local.platform.Applications;
import org.p2f.local.platform.Home;
import org.p2f.local.platform.LocalFailure;
import org.p2f.local.platform.Platform;
import org.p2f.local.platform.SigningKey;
import org.p2f.local.study.Source;
import org.p2f.local.study.StudyOptions;
import org.p2f.local.study.StudyRun;

/** The containers, really built and started, and driven as a user would. */
class ComposeTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final int MOST_SECONDS_TO_START = 240;

  @TempDir Path directory;

  @Test
  void theWholeLineRunsInContainers() throws Exception {
    needContainers();
    var key = SigningKey.of(new Home(directory.resolve("home")));
    var published = Files.copy(key.publicKeyFile(), directory.resolve("public.pem"));
    assertThat(published.toFile().setReadable(true, false)).isTrue();
    int port = freePort();
    var environment = new HashMap<String, String>();
    environment.put("P2F_DB_PASSWORD", "a-password-of-this-test");
    environment.put("P2F_PUBLIC_KEY_FILE", published.toString());
    var token = directory.resolve("study-token");
    Files.writeString(
        token,
        key.token(
            "services",
            List.of("default"),
            Set.of("read", "run", "delegate"),
            Duration.ofHours(1),
            Instant.now()));
    assertThat(token.toFile().setReadable(true, false)).isTrue(); // the containers' user is another
    environment.put("P2F_STUDY_TOKEN_FILE", token.toString());
    environment.put("P2F_PORT", Integer.toString(port));
    environment.put("P2F_VERSION", "test");
    environment.put("COMPOSE_PROJECT_NAME", "p2ftest" + ProcessHandle.current().pid());
    try {
      compose(environment, "build");
      compose(environment, "up", "-d");
      var url = URI.create("http://127.0.0.1:" + port);
      awaitReady(url);
      demo(url, key);
    } finally {
      compose(environment, "down", "--volumes", "--timeout", "20");
    }
  }

  private void demo(URI url, SigningKey key) {
    var options =
        new StudyOptions(
            Source.SYNTHETIC,
            null,
            "demo",
            null,
            List.of(),
            null,
            null,
            null,
            5L,
            1,
            null,
            300,
            100,
            16,
            directory.resolve("report"));
    var report =
        StudyRun.of(
            new Containers(url, key),
            directory.resolve("run.properties"),
            options,
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            false);
    assertThat(report.path("findings").size()).isEqualTo(4);
  }

  private record Containers(URI url, SigningKey signingKey) implements Platform {
    @Override
    public void close() {
      // Compose stops them
    }
  }

  private static void needContainers() throws Exception {
    Commands.need("docker-compose");
    Commands.need("docker");
    assumeTrue(
        Commands.run(ROOT, Map.of(), List.of("docker", "info")).code() == 0,
        "No container engine answers: Compose is not tried");
    try {
      Applications.ofCheckout();
    } catch (LocalFailure notBuilt) {
      assumeTrue(false, "The services' jars are not built: run mvn verify");
    }
  }

  private static void compose(Map<String, String> environment, String... words) throws Exception {
    var command = new ArrayList<>(List.of("docker-compose", "-f", "docker-compose.yml"));
    command.addAll(List.of(words));
    var result = Commands.run(ROOT, environment, command);
    assertThat(result.code()).as("%s%n%s", command, result.output()).isZero();
  }

  private static void awaitReady(URI url) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS_TO_START);
    try (var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(url.resolve("/actuator/health/readiness")).build();
      while (System.nanoTime() < end) {
        try {
          if (http.send(request, BodyHandlers.discarding()).statusCode() == 200) {
            return;
          }
        } catch (IOException notYet) {
          // asked again below
        }
        TimeUnit.SECONDS.sleep(1);
      }
    }
    throw new AssertionError("The gateway was not ready in time");
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
