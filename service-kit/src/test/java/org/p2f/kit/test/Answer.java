package org.p2f.kit.test;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import org.p2f.http.inference.InferenceErrors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a service answered. */
public final class Answer {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final int status;
  private final HttpHeaders headers;
  private final byte[] body;

  Answer(int status, HttpHeaders headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  public int status() {
    return status;
  }

  public byte[] body() {
    return body.clone();
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  public JsonNode json() {
    return JSON.readTree(body);
  }

  /** Empty if there is none. */
  public String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  /**
   * Last part of the problem's type.
   *
   * @throws AssertionError if this is not a whole problem
   */
  public String problem() {
    String expected = InferenceErrors.mediaType(json().path("instance").asString("")).toString();
    if (!header("Content-Type").startsWith(expected)) {
      throw new AssertionError("Not a problem but %s: %s".formatted(this, text()));
    }
    JsonNode problem = json();
    String type = problem.path("type").asString("");
    boolean whole =
        type.startsWith("https://p2f.org/problems/")
            && problem.path("status").asInt() == status
            && !problem.path("title").asString("").isEmpty()
            && !problem.path("detail").asString("").isEmpty()
            && problem.path("correlationId").asString("").equals(header("X-Correlation-Id"))
            && !header("X-Correlation-Id").isEmpty();
    if (!whole) {
      throw new AssertionError("Not a whole problem: %s %s".formatted(this, text()));
    }
    return type.substring(type.lastIndexOf('/') + 1);
  }

  /** The message for that field of a problem; empty if it is not among the errors. */
  public String error(String field) {
    for (JsonNode error : json().path("errors")) {
      if (error.path("field").asString("").equals(field)) {
        return error.path("message").asString("");
      }
    }
    return "";
  }

  @Override
  public String toString() {
    return "%d %s".formatted(status, headers.map());
  }
}
