package org.p2f.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.p2f.http.inference.InferenceErrors;
import tools.jackson.databind.JsonNode;

/** What every problem must have. */
final class ProblemAssert {

  private ProblemAssert() {}

  static JsonNode assertProblem(HttpResponse<String> response, int status, String name) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    var problem = RunningGateway.json(response);
    String path = problem.path("instance").asString();
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith(InferenceErrors.mediaType(path).toString());
    assertThat(problem.path("type").asString()).isEqualTo("https://p2f.org/problems/" + name);
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("title").asString()).isNotBlank();
    assertThat(problem.path("detail").asString()).isNotBlank();
    assertThat(problem.path("correlationId").asString())
        .isEqualTo(response.headers().firstValue("X-Correlation-Id").orElseThrow());
    return problem;
  }
}
