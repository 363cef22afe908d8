package org.p2f.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;

/** What every problem must have. */
final class ProblemAssert {

  private ProblemAssert() {}

  static JsonNode assertProblem(HttpResponse<String> response, int status, String name) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    var problem = RunningGateway.json(response);
    assertThat(problem.path("type").asString()).isEqualTo("https://p2f.org/problems/" + name);
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("title").asString()).isNotBlank();
    assertThat(problem.path("detail").asString()).isNotBlank();
    assertThat(problem.path("correlationId").asString())
        .isEqualTo(response.headers().firstValue("X-Correlation-Id").orElseThrow());
    return problem;
  }
}
