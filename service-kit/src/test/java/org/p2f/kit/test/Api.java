package org.p2f.kit.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Calls a running service over real HTTP, as one caller. */
public final class Api {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String base;
  private final @Nullable String token;

  private Api(String base, @Nullable String token) {
    this.base = base;
    this.token = token;
  }

  /** A caller without a token. */
  public static Api at(int port) {
    return new Api("http://127.0.0.1:" + port, null);
  }

  /** The same service, called with that token. */
  public Api with(String token) {
    return new Api(base, token);
  }

  public Answer get(String path, String... headers) {
    return send("GET", path, BodyPublishers.noBody(), headers);
  }

  public Answer head(String path, String... headers) {
    return send("HEAD", path, BodyPublishers.noBody(), headers);
  }

  public Answer delete(String path, String... headers) {
    return send("DELETE", path, BodyPublishers.noBody(), headers);
  }

  /** Posts JSON: a string as it is, anything else as Jackson writes it. */
  public Answer post(String path, Object body, String... headers) {
    String text = body instanceof String string ? string : JSON.writeValueAsString(body);
    return send(
        path,
        request ->
            request
                .header("Content-Type", "application/json")
                .method("POST", BodyPublishers.ofString(text)),
        headers);
  }

  public Answer send(String method, String path, BodyPublisher body, String... headers) {
    return send(path, request -> request.method(method, body), headers);
  }

  /** For answers that do not end: the caller reads and closes the body. */
  public HttpResponse<InputStream> open(String path, String... headers) {
    return exchange(path, HttpRequest.Builder::GET, BodyHandlers.ofInputStream(), headers);
  }

  private Answer send(String path, UnaryOperator<HttpRequest.Builder> method, String... headers) {
    HttpResponse<byte[]> response = exchange(path, method, BodyHandlers.ofByteArray(), headers);
    return new Answer(response.statusCode(), response.headers(), response.body());
  }

  private <T> HttpResponse<T> exchange(
      String path,
      UnaryOperator<HttpRequest.Builder> method,
      HttpResponse.BodyHandler<T> handler,
      String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofMinutes(2));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return CLIENT.send(method.apply(request).build(), handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
