package org.p2f.downstream.study.driver;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.access.Caller;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.trace.Traces;
import org.p2f.downstream.study.StudyState;
import org.p2f.kit.access.TokenCaller;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Jobs of all services, asked for through the gateway. */
final class PlatformJobs implements StepJobs {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int FIRST_REFUSAL = 400;
  private static final int UNAUTHENTICATED = 401;
  private static final int FORBIDDEN = 403;
  private static final int TOO_MANY = 429;
  private static final int CONFLICT = 409;
  private static final int FIRST_FAILURE = 500;

  private final HttpClient http;
  private final URI platform;
  private final StudyToken token;
  private final Traces traces;
  private final JsonMapper json;

  PlatformJobs(URI platform, StudyToken token, Traces traces, JsonMapper json) {
    this.http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    this.platform = platform;
    this.token = token;
    this.traces = traces;
    this.json = json;
  }

  @Override
  public StepJob submit(String path, Object body, String key, Caller owner) {
    var subject = Objects.requireNonNullElse(owner.subject(), "").getBytes(StandardCharsets.UTF_8);
    var request =
        request(path)
            .header(TokenCaller.PROJECT_HEADER, owner.project())
            .header(
                TokenCaller.ACTING_HEADER,
                Base64.getUrlEncoder().withoutPadding().encodeToString(subject))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)));
    var answer = answer(request);
    return job(answer.has("job") ? answer.path("job") : answer);
  }

  @Override
  public StepJob find(String id) {
    var request = request("/v1/jobs/" + id).GET();
    traces.unrecorded().forEach(request::setHeader); // it comes every second
    return job(answer(request));
  }

  @Override
  public void cancel(String id) {
    try {
      answer(request("/v1/jobs/" + id + "/cancel").POST(HttpRequest.BodyPublishers.noBody()));
    } catch (Refused ended) {
      // it has ended by itself
    }
  }

  private HttpRequest.Builder request(String path) {
    try {
      var request =
          HttpRequest.newBuilder(platform.resolve(path))
              .timeout(PATIENCE)
              .header("Accept", "application/json")
              .header("Authorization", "Bearer " + token.text());
      traces.headers().forEach(request::setHeader);
      return request;
    } catch (IOException e) {
      throw new Unreachable("The token file %s cannot be read".formatted(token.file()), e);
    }
  }

  private JsonNode answer(HttpRequest.Builder request) {
    var asked = request.build();
    try {
      var response = http.send(asked, HttpResponse.BodyHandlers.ofString());
      if (isPassing(response.statusCode(), asked)) {
        throw new Unreachable(
            "%s answered %d: %s".formatted(asked.uri(), response.statusCode(), why(response)),
            null);
      }
      if (response.statusCode() >= FIRST_REFUSAL) {
        throw new Refused(why(response));
      }
      return json.readTree(response.body());
    } catch (IOException | JacksonException e) {
      throw new Unreachable("%s does not answer as it should".formatted(asked.uri()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable("interrupted", e);
    }
  }

  /**
   * Whether the same call may be answered otherwise later. A conflict is another call in flight; a
   * token that has ended, or may not do this, is replaced by whoever runs the platform.
   */
  private static boolean isPassing(int status, HttpRequest asked) {
    boolean inFlight =
        status == CONFLICT && asked.headers().firstValue("Idempotency-Key").isPresent();
    boolean token = status == UNAUTHENTICATED || status == FORBIDDEN;
    return status >= FIRST_FAILURE || status == TOO_MANY || token || inFlight;
  }

  /** What the problem says, fields and all. */
  private String why(HttpResponse<String> response) {
    try {
      var problem = json.readTree(response.body());
      var text = new StringBuilder(problem.path("detail").asString("Refused"));
      for (var error : problem.path("errors")) {
        text.append("; ")
            .append(error.path("field").asString(""))
            .append(' ')
            .append(error.path("message").asString(""));
      }
      return text.toString();
    } catch (JacksonException e) {
      return "Refused with " + response.statusCode();
    }
  }

  /** What the job was for: a training's model, not its checkpoint. */
  private static @Nullable String result(JsonNode artifacts) {
    return artifacts
        .valueStream()
        .map(JsonNode::asString)
        .filter(id -> !id.startsWith(ArtifactKind.CHECKPOINT.prefix() + "-"))
        .findFirst()
        .orElse(null);
  }

  private static StepJob job(JsonNode job) {
    var state =
        switch (job.path("state").asString("").toLowerCase(Locale.ROOT)) {
          case "succeeded" -> StudyState.SUCCEEDED;
          case "failed" -> StudyState.FAILED;
          case "cancelled" -> StudyState.CANCELLED;
          default -> StudyState.RUNNING;
        };
    @Nullable String artifact =
        state == StudyState.SUCCEEDED ? result(job.path("artifacts")) : null;
    return new StepJob(
        job.path("id").asString(),
        state,
        job.path("progress").asDouble(0),
        artifact,
        state == StudyState.FAILED ? job.at("/failure/detail").asString("failed") : null);
  }
}
