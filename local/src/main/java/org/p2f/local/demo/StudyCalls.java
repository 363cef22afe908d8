package org.p2f.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.p2f.local.LocalFailure;

/** The studies of a platform, over HTTP. */
final class StudyCalls implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int FIRST_REFUSAL = 400;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final ObjectMapper json = new ObjectMapper();
  private final URI platform;
  private final String token;

  StudyCalls(URI platform, String token) {
    this.platform = platform;
    this.token = token;
  }

  ObjectNode body() {
    return json.createObjectNode();
  }

  /**
   * Starts a study and gives its id.
   *
   * @param key the same for the same study, however often it is asked for
   */
  String create(ObjectNode plan, String key) {
    return post(request("/v1/studies").header("Idempotency-Key", key), plan).path("id").asText();
  }

  /** Does a study again from that step on. */
  void rerun(String id, String step) {
    var _ = post(request("/v1/studies/%s/rerun".formatted(id)), body().put("from", step));
  }

  private JsonNode post(HttpRequest.Builder request, ObjectNode body) {
    request
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    return read(send(request, HttpResponse.BodyHandlers.ofString()));
  }

  JsonNode get(String id) {
    return read(send(request("/v1/studies/" + id).GET(), HttpResponse.BodyHandlers.ofString()));
  }

  /** Writes a file of an artifact. */
  void save(String artifact, String name, Path file) {
    var _ =
        send(
            request("/v1/artifacts/%s/files/%s".formatted(artifact, name)).GET(),
            HttpResponse.BodyHandlers.ofFile(file));
  }

  JsonNode read(String text) {
    try {
      return json.readTree(text);
    } catch (IOException e) {
      throw new LocalFailure("The platform answered what is no JSON.", e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(platform.resolve(path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + token);
  }

  private <T> T send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
    try {
      var response = http.send(request.build(), handler);
      if (response.statusCode() >= FIRST_REFUSAL) {
        throw new LocalFailure(
            "The platform refused (%d): %s".formatted(response.statusCode(), response.body()));
      }
      return response.body();
    } catch (IOException e) {
      throw new LocalFailure("The platform does not answer (%s).".formatted(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalFailure("Interrupted; the same command goes on.", e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
