package org.p2f.local.work;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The platform as a patient client sees it: what it cannot answer now is asked again. */
public final class Api implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final long PAUSE_MILLIS = 100;
  private static final int TOO_MANY = 429;

  private final AtomicLong repeated = new AtomicLong();
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final URI url;
  private final String token;

  public Api(URI url, String token) {
    this.url = url;
    this.token = token;
  }

  public JsonNode get(String path) throws IOException, InterruptedException {
    return JSON.readTree(bytes(path));
  }

  /** A list's items, page by page. */
  public List<JsonNode> all(String path) throws IOException, InterruptedException {
    List<JsonNode> all = new ArrayList<>();
    var cursor = "";
    do {
      var page = get(path + "?limit=100" + cursor);
      page.path("items").forEach(all::add);
      cursor = page.path("nextCursor").asText();
      cursor = cursor.isEmpty() ? "" : "&cursor=" + cursor;
    } while (!cursor.isEmpty());
    return all;
  }

  public byte[] bytes(String path) throws IOException, InterruptedException {
    return send(request(path).build());
  }

  /**
   * @param key that makes the call safe to repeat
   */
  public JsonNode post(String path, String body, String key)
      throws IOException, InterruptedException {
    return JSON.readTree(
        send(
            request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body))
                .build()));
  }

  /** An upload with one file. */
  public JsonNode upload(byte[] file, String name) throws IOException, InterruptedException {
    var boundary = "-- a boundary --";
    var head =
        """
        --%s\r
        Content-Disposition: form-data; name="file"; filename="%s"\r
        \r
        """
            .formatted(boundary, name);
    return JSON.readTree(
        send(
            request("/v1/uploads")
                .header("Content-Type", "multipart/form-data; boundary=\"" + boundary + "\"")
                .POST(
                    BodyPublishers.concat(
                        BodyPublishers.ofString(head),
                        BodyPublishers.ofByteArray(file),
                        BodyPublishers.ofString("\r\n--" + boundary + "--\r\n")))
                .build()));
  }

  /** Deletes it; what a call whose answer was lost has deleted already is deleted too. */
  public void delete(String path) throws IOException, InterruptedException {
    try {
      send(request(path).DELETE().build());
    } catch (IllegalStateException refused) {
      if (!String.valueOf(refused.getMessage()).contains("404")) {
        throw refused;
      }
    }
  }

  /** Calls that were made once more, because they were not answered or not now. */
  public long repeated() {
    return repeated.get();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .header("Authorization", "Bearer " + token)
        .timeout(Duration.ofSeconds(30));
  }

  private byte[] send(HttpRequest request) throws IOException, InterruptedException {
    var until = System.nanoTime() + PATIENCE.toNanos();
    var last = "";
    while (System.nanoTime() < until) {
      try {
        HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
        if (answer.statusCode() < 300) {
          return answer.body();
        }
        last = answer.statusCode() + ": " + new String(answer.body(), UTF_8);
        if (answer.statusCode() < 500 && answer.statusCode() != TOO_MANY) {
          throw new IllegalStateException("%s: %s".formatted(request.uri(), last));
        }
      } catch (IOException cut) {
        last = String.valueOf(cut);
      }
      repeated.incrementAndGet();
      Thread.sleep(PAUSE_MILLIS);
    }
    throw new IOException("%s: %s".formatted(request.uri(), last));
  }

  @Override
  public void close() {
    http.close();
  }
}
