package org.p2f.local.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.kit.test.IssuerServer;
import org.p2f.local.cli.Main;
import org.p2f.local.cli.Typed;

/** {@code ./p2f up --issuer}, with a real authorization server. */
@Timeout(180)
class IssuerPlatformTest {
  private static final Duration START = Duration.ofMinutes(2);

  @TempDir Path directory;
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void theIssuersTokensAndTheHomesOwnHold() throws Exception {
    var environment = TestPlatform.environment(directory);
    try (var issuer = IssuerServer.start()) {
      var up =
          CompletableFuture.supplyAsync(
              () -> up(environment, issuer), task -> Thread.ofPlatform().start(task));
      var url = "http://127.0.0.1:" + environment.get("P2F_PORT");
      awaitReady(url, up);

      var drawn = submit(url, issuer.token("ada", "read run"));
      assertThat(drawn.statusCode()).as(drawn.body()).isEqualTo(202);
      assertThat(json(drawn).path("owner").asText()).isEqualTo("ada");
      assertThat(json(drawn).path("project").asText()).isEqualTo("birds");
      assertThat(submit(url, issuer.token("ada", "read")).statusCode()).isEqualTo(403);
      assertThat(jobs(url, issuer.token("elsewhere", "read run")).statusCode()).isEqualTo(401);
      assertThat(jobs(url, "").statusCode()).isEqualTo(401);
      assertThat(jobs(url, Typed.command(environment, "token").succeeded().strip()).statusCode())
          .isEqualTo(200);
      issuer.rotateKeys();
      assertThat(jobs(url, issuer.token("ada", "read")).statusCode()).isEqualTo(200);

      Typed.command(environment, "down").succeeded();
      assertThat(up.get().output()).contains("P2F is ready: " + url);
    } finally {
      http.close();
    }
  }

  /** In a process of its own, which the command {@code down} ends. */
  private static Commands.Result up(Map<String, String> environment, IssuerServer issuer) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var classes = System.getProperty("java.class.path");
    try {
      return Commands.run(
          Path.of(".").toAbsolutePath(),
          environment,
          List.of(java, "-cp", classes, Main.class.getName(), "up", "--issuer", issuer.address()));
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private void awaitReady(String url, CompletableFuture<Commands.Result> up)
      throws InterruptedException {
    var until = System.nanoTime() + START.toNanos();
    while (System.nanoTime() < until && !up.isDone()) {
      try {
        if (get(url + "/actuator/health/services", "").statusCode() == 200) {
          return;
        }
      } catch (IOException notYet) {
        // it is asked again
      }
      Thread.sleep(100);
    }
    throw new AssertionError("Not ready: " + (up.isDone() ? up.join() : "within " + START));
  }

  private HttpResponse<String> jobs(String url, String token)
      throws IOException, InterruptedException {
    return get(url + "/v1/jobs", token);
  }

  private HttpResponse<String> get(String address, String token)
      throws IOException, InterruptedException {
    return http.send(request(address, token).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> submit(String url, String token)
      throws IOException, InterruptedException {
    var body =
        "{\"name\": \"d\", \"source\": \"synthetic\", \"trainLimit\": 60, \"testLimit\": 40}";
    return http.send(
        request(url + "/v1/datasets", token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String address, String token) {
    var request = HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(30));
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    return new ObjectMapper().readTree(answer.body());
  }
}
