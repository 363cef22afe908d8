package org.p2f.training.mlflow.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** MLflow's REST API, version 2.0. Redirects are not followed. */
final class MlflowServer implements AutoCloseable {
  private static final String API = "/api/2.0/mlflow/";
  private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts/";
  private static final int FIRST_REDIRECT = 300;
  private static final int FIRST_REFUSAL = 400;
  private static final int FIRST_FAILURE = 500;

  /** Refusals of whoever asks, or of now: unauthenticated, forbidden, timeout, too many. */
  private static final Set<Integer> NOT_OF_THE_RUN = Set.of(401, 403, 408, 429);

  /** Slower uploads are broken off. */
  private static final long BYTES_PER_SECOND = 1 << 20;

  private static final int LONGEST_REASON = 300;

  private final HttpClient http;
  private final String address;
  private final MlflowProperties properties;
  private final JsonMapper json;

  MlflowServer(URI address, MlflowProperties properties, JsonMapper json) {
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1) // MLflow's own server knows no other
            .connectTimeout(properties.patience())
            .build();
    this.address = address.toString().replaceAll("/+$", "");
    this.properties = properties;
    this.json = json;
  }

  /** The server cannot be told anything at the moment. */
  static final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unavailable(String why, @Nullable Throwable cause) {
      super(why, cause);
    }
  }

  /** The server does not take what it was told. */
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String code;

    Refusal(String code, String why) {
      super(why);
      this.code = code;
    }

    boolean is(String other) {
      return code.equals(other);
    }
  }

  /**
   * Calls an operation.
   *
   * @throws Unavailable if nobody answers as MLflow does
   * @throws Refusal if MLflow says that it cannot be done
   */
  JsonNode post(String operation, JsonNode body) {
    return send(
        request(API + operation, properties.patience())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json.writeValueAsString(body))));
  }

  /** As {@link #post}. */
  JsonNode get(String operation, String parameter, String value) {
    return send(
        request(API + operation + "?" + parameter + "=" + encoded(value), properties.patience())
            .GET());
  }

  /**
   * Puts a file among a run's artifacts; one of that name is replaced. As {@link #post}.
   *
   * @param path with slashes
   */
  void put(String path, Path file) {
    try {
      put(path, BodyPublishers.ofFile(file), Files.size(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@link #put(String, Path)}. */
  void put(String path, byte[] file) {
    put(path, BodyPublishers.ofByteArray(file), file.length);
  }

  private void put(String path, BodyPublisher file, long bytes) {
    String encoded =
        Arrays.stream(path.split("/")).map(MlflowServer::encoded).collect(Collectors.joining("/"));
    send(
        request(ARTIFACTS + encoded, uploadTime(bytes))
            .header("Content-Type", "application/octet-stream")
            .PUT(file));
  }

  /** How long an upload of that size may take. */
  Duration uploadTime(long bytes) {
    return properties.patience().plusSeconds(bytes / BYTES_PER_SECOND);
  }

  private HttpRequest.Builder request(String path, Duration patience) {
    var request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(patience)
            .header("Accept", "application/json")
            .header("User-Agent", "P2F");
    String authorization = authorization();
    return authorization == null ? request : request.header("Authorization", authorization);
  }

  private @Nullable String authorization() {
    Path token = properties.tokenFile();
    if (token != null) {
      return "Bearer " + secret(token);
    }
    Path password = properties.passwordFile();
    return password == null
        ? null
        : "Basic "
            + Base64.getEncoder()
                .encodeToString(
                    (properties.username() + ":" + secret(password))
                        .getBytes(StandardCharsets.UTF_8));
  }

  private static String secret(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new Unavailable("%s cannot be read".formatted(file), e);
    }
  }

  private JsonNode send(HttpRequest.Builder request) {
    HttpRequest asked = request.build();
    try {
      var answer = http.send(asked, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() >= FIRST_REDIRECT) {
        throw unanswered(asked, answer);
      }
      return answer.body().isBlank()
          ? JsonNodeFactory.instance.objectNode()
          : json.readTree(answer.body());
    } catch (IOException | JacksonException e) {
      throw new Unavailable(
          "%s does not answer as MLflow does: %s".formatted(asked.uri(), reason(e)), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted", e);
    }
  }

  private static String reason(Exception e) {
    return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
  }

  /** MLflow's own refusals have a code; others come from whoever stands before it. */
  private RuntimeException unanswered(HttpRequest asked, HttpResponse<String> answer) {
    int status = answer.statusCode();
    JsonNode error = error(answer.body());
    String code = error.path("error_code").asString("");
    String said = error.path("message").asString(answer.body());
    String why =
        "%s answered %d: %s"
            .formatted(
                asked.uri(),
                status,
                said.length() > LONGEST_REASON ? said.substring(0, LONGEST_REASON) + "…" : said);
    boolean refuses =
        FIRST_REFUSAL <= status
            && status < FIRST_FAILURE
            && !NOT_OF_THE_RUN.contains(status)
            && !code.isEmpty();
    return refuses ? new Refusal(code, why) : new Unavailable(why, null);
  }

  private JsonNode error(String body) {
    try {
      return json.readTree(body);
    } catch (JacksonException e) {
      return JsonNodeFactory.instance.missingNode();
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    http.close();
  }
}
