package org.p2f.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.p2f.gateway.ProblemAssert.assertProblem;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens when a service hangs up in the middle. */
@Timeout(60)
class RawServiceTest {

  private static RawService service;
  private static RunningGateway gateway;

  @BeforeAll
  static void start() throws IOException {
    service = new RawService();
    gateway = new RunningGateway(Map.of("p2f.services.training", service.url()));
  }

  @AfterAll
  static void stop() throws IOException {
    gateway.close();
    service.close();
  }

  @Test
  void answerThatEndsTooEarlyDoesNotLookWhole() throws Exception {
    service.says("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n4\nhalf\n", false);
    assertThatThrownBy(() -> gateway.get("/v1/models")).isInstanceOf(IOException.class);
  }

  @Test
  void answerThatBreaksOffDoesNotLookWhole() throws Exception {
    service.says("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n4\nhalf\n", true);
    assertThatThrownBy(() -> gateway.get("/v1/models")).isInstanceOf(IOException.class);
  }

  @Test
  void answerThatBreaksOffBeforeAnyOfItWasPassedOnIsAProblem() throws Exception {
    service.says("HTTP/1.1 200 OK\nETag: x\nContent-Length: 10\n\nhalf", true);
    var response = gateway.get("/v1/models");
    assertProblem(response, 502, "service-unavailable");
    assertThat(response.headers().firstValue("ETag")).isEmpty();
  }

  @Test
  void serviceThatBreaksDuringAnUploadIsAProblem() throws Exception {
    service.says("HTTP/1.1 100 Continue\n\n", true);
    var upload = BodyPublishers.ofByteArray(new byte[64 << 20]);
    var response = gateway.send(gateway.request("/v1/uploads?name=x").POST(upload));
    assertProblem(response, 502, "service-unavailable");
  }

  @Test
  void refusalOfAnUploadArrivesThoughTheCallerIsStillSending() throws Exception {
    service.says("HTTP/1.1 403 Forbidden\nContent-Length: 2\n\nno", false);
    var upload = BodyPublishers.ofByteArray(new byte[64 << 20]);
    var response = gateway.send(gateway.request("/v1/uploads?name=x").POST(upload));
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.body()).isEqualTo("no");
  }

  @Test
  void callerWhoAsksFirstSendsNoBodyThatTheServiceDoesNotWant() throws Exception {
    service.says("HTTP/1.1 403 Forbidden\nContent-Length: 0\n\n", false);
    try (var caller = new Socket(InetAddress.getLoopbackAddress(), gateway.url().getPort())) {
      var head =
          """
          POST /v1/uploads?name=x HTTP/1.1
          Host: p2f
          Authorization: Bearer %s
          Content-Length: 1000000000
          Expect: 100-continue

          """
              .formatted(gateway.tokens.valid());
      caller.getOutputStream().write(RawService.wire(head));
      var answer =
          new BufferedReader(
              new InputStreamReader(caller.getInputStream(), StandardCharsets.US_ASCII));
      assertThat(answer.readLine()).startsWith("HTTP/1.1 403");
    }
  }
}
