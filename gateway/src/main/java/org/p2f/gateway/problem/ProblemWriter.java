package org.p2f.gateway.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.p2f.http.correlation.Correlation;
import org.p2f.http.inference.InferenceErrors;
import org.p2f.http.security.SecurityHeaders;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes problems. */
@Component
public class ProblemWriter {

  private final JsonMapper json;

  ProblemWriter(JsonMapper json) {
    this.json = json;
  }

  public void write(
      Problem problem, String instance, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var correlationId = Correlation.of(request);
    response.setStatus(problem.status().value());
    response.setHeader(Correlation.HEADER, correlationId);
    SecurityHeaders.complete(response);
    response.setContentType(InferenceErrors.mediaType(instance).toString());
    if (problem.retryAfter() != null) {
      response.setHeader(
          HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, problem.retryAfter().toSeconds())));
    }
    response
        .getOutputStream()
        .write(json.writeValueAsBytes(body(problem, instance, correlationId)));
  }

  public ObjectNode body(Problem problem, String instance, String correlationId) {
    var body =
        json.createObjectNode()
            .put("type", problem.type().toString())
            .put("title", problem.title())
            .put("status", problem.status().value())
            .put("detail", problem.detail())
            .put("instance", instance)
            .put("correlationId", correlationId);
    return InferenceErrors.areExpectedAt(instance) ? body.put("error", problem.detail()) : body;
  }
}
