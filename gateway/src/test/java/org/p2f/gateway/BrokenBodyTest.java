package org.p2f.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A body that does not come whole is its sender's fault, whichever way it breaks. */
@Timeout(60)
class BrokenBodyTest {

  private static RunningGateway gateway;

  @BeforeAll
  static void start() throws IOException {
    gateway = new RunningGateway(Map.of("server.tomcat.connection-timeout", "500ms"));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @BeforeEach
  void readBodies() {
    gateway.training.answer(
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          FakeService.send(exchange, 200, "text/plain", "whole");
        });
  }

  @AfterEach
  void theNextGoodCallIsAnswered() throws Exception {
    assertThat(gateway.get("/v1/datasets").body()).isEqualTo("whole");
  }

  private static String post(String path, String headers, String body, boolean halfClosed)
      throws IOException {
    var head =
        "POST %s HTTP/1.1\nHost: p2f\nAuthorization: Bearer %s\n%s\n\n"
            .formatted(path, gateway.tokens.valid(), headers);
    return RawCaller.exchange(gateway.url().getPort(), head + body, halfClosed);
  }

  private static void assertProblem(String answer, int status, String problem) {
    assertThat(answer).startsWith("HTTP/1.1 %d ".formatted(status));
    assertThat(answer)
        .contains("application/problem+json")
        .contains("\"type\":\"https://p2f.org/problems/%s\"".formatted(problem))
        .contains("\"status\":%d".formatted(status))
        .contains("\"correlationId\":\"")
        .contains("X-Content-Type-Options: nosniff");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ZZ\\n                          | a size that is no number",
        "5\\nhello                      | no end of line after a chunk",
        "5\\nhelloXX\\n0\\n\\n          | more than the chunk's size",
        "FFFFFFFFFFFFFFFFFF\\nhello\\n  | a size of more than 64 bits",
        "-5\\nhello\\n0\\n\\n           | a size below zero",
        "5\\nhello\\n                   | no last chunk",
        "5\\nhel                        | a chunk cut short",
        "5\\nhello\\n0\\n               | no end of the trailers",
        "''                             | nothing at all",
      })
  void chunksThatAreMalformedOrCutAreABodyCutShort(String body, String why) throws IOException {
    for (var path : new String[] {"/v1/datasets", "/v1/uploads?name=x"}) {
      var answer =
          post(
              path,
              "Content-Type: application/json\nTransfer-Encoding: chunked",
              body.replace("\\n", "\n"),
              true);
      assertThat(answer).as(why).startsWith("HTTP/1.1 400 ");
      assertProblem(answer, 400, "body-cut-short");
    }
  }

  @Test
  void malformedChunkIsRefusedThoughTheCallerStaysConnected() throws IOException {
    var answer =
        post(
            "/v1/datasets",
            "Content-Type: application/json\nTransfer-Encoding: chunked",
            "ZZ\n",
            false);
    assertProblem(answer, 400, "body-cut-short");
    assertThat(answer).contains("chunks are malformed or cut short");
  }

  @Test
  void bodyShorterThanAnnouncedIsCutShort() throws IOException {
    var answer = post("/v1/datasets", "Content-Length: 1000", "{\"source\"", true);
    assertProblem(answer, 400, "body-cut-short");
    assertThat(answer).contains("9 of 1000 bytes");
  }

  @Test
  void longBodyCutInTheMiddleIsCutShort() throws IOException {
    var answer = post("/v1/uploads?name=x", "Content-Length: 9000000", "x".repeat(3_000_000), true);
    assertProblem(answer, 400, "body-cut-short");
    assertThat(answer).contains("3000000 of 9000000 bytes");
  }

  @ParameterizedTest
  @CsvSource({"Content-Length: 1000", "Transfer-Encoding: chunked"})
  void callerWhoFallsSilentAmidABodyIsToldSo(String framing) throws IOException {
    var answer = post("/v1/datasets", framing, "3\nabc", false);
    assertProblem(answer, 408, "body-stalled");
  }

  @Test
  void callerWhoHalfClosesAfterAWholeBodyIsAnswered() throws IOException {
    assertThat(post("/v1/datasets", "Content-Length: 2\nConnection: close", "{}", true))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("whole");
    assertThat(post("/v1/datasets", "Transfer-Encoding: chunked", "2\n{}\n0\n\n", true))
        .startsWith("HTTP/1.1 200 ");
  }

  @Test
  void headersThatAreTooLargeAre431AndAnUrlThatIsTooLong414() throws IOException {
    var many = "GET /v1/datasets HTTP/1.1\nHost: p2f\n" + "X-A: b\n".repeat(200) + "\n";
    assertProblem(
        RawCaller.exchange(gateway.url().getPort(), many, true), 431, "headers-too-large");
    var large = "GET /v1/datasets HTTP/1.1\nHost: p2f\nX-A: " + "b".repeat(9000) + "\n\n";
    assertProblem(
        RawCaller.exchange(gateway.url().getPort(), large, true), 431, "headers-too-large");
    var url = "GET /v1/datasets?" + "b".repeat(9000) + " HTTP/1.1\nHost: p2f\n\n";
    assertProblem(RawCaller.exchange(gateway.url().getPort(), url, true), 414, "uri-too-long");
  }
}
