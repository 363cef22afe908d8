package org.p2f.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2f.gateway.ProblemAssert.assertProblem;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTest {

  private static RunningGateway gateway;

  @BeforeAll
  static void start() throws IOException {
    gateway = new RunningGateway();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/jobs", "/v1/models", "/v1/nothing", "/actuator/prometheus"})
  void withoutTokenNothingPasses(String target) throws Exception {
    gateway.training.answer(200, "text/plain", "reached");
    var response = gateway.send(gateway.anonymous(target));
    assertProblem(response, 401, "missing-token");
    assertThat(response.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer");
    assertThat(gateway.training.requests()).isEmpty();
  }

  @Test
  void expiredTokenIsRefused() throws Exception {
    assertRefused(gateway.tokens.token("read", Instant.now().minusSeconds(60)));
  }

  @Test
  void tokenOfAnotherKeyIsRefused() throws Exception {
    assertRefused(new Tokens().valid());
  }

  @Test
  void tokenThatIsNoneIsRefused() throws Exception {
    assertRefused("not.a.token");
  }

  private static void assertRefused(String token) throws Exception {
    gateway.training.answer(200, "text/plain", "reached");
    var response =
        gateway.send(gateway.anonymous("/v1/models").header("Authorization", "Bearer " + token));
    assertProblem(response, 401, "invalid-token");
    assertThat(gateway.training.requests()).isEmpty();
  }

  /** A problem may have fields of its own; that protocol knows one of them. */
  @Test
  void whoSpeaksTheOpenInferenceProtocolIsRefusedInItsTerms() throws Exception {
    var response = gateway.send(gateway.anonymous("/v2/health/live"));
    var problem = assertProblem(response, 401, "missing-token");
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(problem.path("error")).isEqualTo(problem.path("detail"));
    assertThat(RunningGateway.json(gateway.send(gateway.anonymous("/v1/models"))).has("error"))
        .isFalse();
  }

  @Test
  void anIssuerThatDoesNotAnswerIsNoDefectOfTheGateway() throws Exception {
    // nothing listens on port 9 of this machine
    try (var waiting = new RunningGateway(Map.of("p2f.security.issuer", "http://127.0.0.1:9/x"))) {
      var response = waiting.get("/v1/models");
      assertProblem(response, 503, "token-issuer-unavailable");
      assertThat(response.headers().firstValue("Retry-After")).isPresent();
    }
  }

  @Test
  void scopesAreTheServicesToJudge() throws Exception {
    gateway.training.answer(403, "application/problem+json", "{\"status\":403}");
    var token = gateway.tokens.token("nothing", Instant.now().plusSeconds(60));
    var response =
        gateway.send(gateway.anonymous("/v1/models").header("Authorization", "Bearer " + token));
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.body()).isEqualTo("{\"status\":403}");
    assertThat(gateway.training.onlyRequest().headers().getFirst("Authorization"))
        .isEqualTo("Bearer " + token);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/home.css",
        "/home.js",
        "/p2f.svg",
        "/swagger-ui/index.html",
        "/swagger-ui/swagger-ui-bundle.js",
        "/actuator/health/readiness",
        "/actuator/health/liveness"
      })
  void whatLeadsInIsOpen(String target) throws Exception {
    assertThat(gateway.send(gateway.anonymous(target)).statusCode()).isEqualTo(200);
  }

  @Test
  void swaggerUiShowsTheMergedDocument() throws Exception {
    assertThat(gateway.send(gateway.anonymous("/swagger-ui/swagger-initializer.js")).body())
        .contains("/v3/api-docs")
        .doesNotContain("petstore");
  }

  @Test
  void homePageNeedsNothingFromElsewhere() throws Exception {
    for (var target : new String[] {"/", "/home.css", "/home.js"}) {
      assertThat(gateway.send(gateway.anonymous(target)).body())
          .doesNotContain("https://", "@import", "url(");
    }
  }
}
