package org.p2f.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2f.gateway.ProblemAssert.assertProblem;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What callers without a token can make the platform do, and what answers tell browsers. */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class OpenDoorsTest {

  private static final String DOCUMENT =
      "{\"openapi\":\"3.0.1\",\"info\":{\"version\":\"v1\"},\"paths\":{}}";

  private static void describe(RunningGateway gateway) {
    for (var service : List.of(gateway.training, gateway.representation, gateway.downstream)) {
      service.answer(200, "application/json", DOCUMENT);
    }
  }

  @Test
  void servicesAreAskedOnceForManyAnonymousCallers() throws Exception {
    try (var gateway = new RunningGateway(Map.of("p2f.gateway.anonymous.cached", "1h"))) {
      describe(gateway);
      for (int i = 0; i < 20; i++) {
        assertThat(gateway.send(gateway.anonymous("/v3/api-docs")).statusCode()).isEqualTo(200);
      }
      assertThat(gateway.downstream.requests()).hasSize(1);
      for (int i = 0; i < 20; i++) {
        assertThat(gateway.send(gateway.anonymous("/actuator/health/services")).statusCode())
            .isEqualTo(200);
      }
      assertThat(gateway.downstream.requests()).hasSize(2);
    }
  }

  @Test
  void failureIsNotKept() throws Exception {
    try (var gateway = new RunningGateway(Map.of("p2f.gateway.anonymous.cached", "1h"))) {
      gateway.training.answer(503, "application/json", "{}");
      assertProblem(gateway.send(gateway.anonymous("/v3/api-docs")), 502, "service-unavailable");
      describe(gateway);
      assertThat(gateway.send(gateway.anonymous("/v3/api-docs")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void addressThatAsksTooOftenIsRefusedButProbesAndTokensAreNot() throws Exception {
    try (var gateway =
        new RunningGateway(
            Map.of(
                "p2f.gateway.anonymous.requests-per-second", "0.001",
                "p2f.gateway.anonymous.burst", "3"))) {
      describe(gateway);
      assertThat(gateway.send(gateway.anonymous("/v3/api-docs")).statusCode()).isEqualTo(200);
      for (var path : List.of("/actuator/health/services", "/actuator/health")) {
        assertThat(gateway.send(gateway.anonymous(path)).statusCode()).isEqualTo(200);
      }
      for (var path : List.of("/v3/api-docs", "/actuator/health/services", "/actuator/health")) {
        var refused = gateway.send(gateway.anonymous(path));
        assertProblem(refused, 429, "over-quota");
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertGuarded(refused, path);
      }
      assertThat(gateway.send(gateway.anonymous("/actuator/health/liveness")).statusCode())
          .isEqualTo(200);
      assertThat(gateway.get("/v3/api-docs").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void everyAnswerHasTheHeadersThatKeepBrowsersFromActingOnIt() throws Exception {
    try (var gateway = new RunningGateway(Map.of("p2f.gateway.body", "1KB"))) {
      describe(gateway);
      for (var path :
          List.of("/", "/v3/api-docs", "/swagger-ui/index.html", "/v1/models", "/v1//x")) {
        assertGuarded(gateway.send(gateway.anonymous(path)), path);
      }
      for (var path : List.of("/v1/models", "/v1/nothing", "/v1/jobs/x", "/v1/models/a%2Fb")) {
        assertGuarded(gateway.get(path), path);
      }
      assertGuarded(
          gateway.send(
              gateway.request("/v1/encodings").POST(BodyPublishers.ofByteArray(new byte[2000]))),
          "413");
      gateway.training.close();
      assertGuarded(gateway.get("/v1/models"), "502");
    }
  }

  private static void assertGuarded(HttpResponse<String> answer, String what) {
    var headers = answer.headers();
    assertThat(headers.allValues("X-Content-Type-Options")).as(what).containsExactly("nosniff");
    assertThat(headers.allValues("X-Frame-Options")).as(what).containsExactly("DENY");
    assertThat(headers.allValues("Referrer-Policy")).as(what).containsExactly("no-referrer");
    assertThat(headers.allValues("Content-Security-Policy"))
        .as(what)
        .singleElement()
        .asString()
        .contains("frame-ancestors 'none'");
  }

  @Test
  void swaggerUiCanBeTurnedOff() throws Exception {
    try (var gateway = new RunningGateway(Map.of("p2f.gateway.swagger-ui", "false"))) {
      for (var file : List.of("index.html", "swagger-initializer.js", "swagger-ui-bundle.js")) {
        assertProblem(gateway.send(gateway.anonymous("/swagger-ui/" + file)), 404, "not-found");
      }
      assertThat(gateway.send(gateway.anonymous("/")).statusCode()).isEqualTo(200);
    }
  }

  /** 64 MB are read and dropped; whoever sends on is cut off, and not read for ever. */
  @Test
  void refusedBodyIsNotReadWithoutEnd() throws Exception {
    try (var gateway = new RunningGateway();
        var caller = new Socket(InetAddress.getLoopbackAddress(), gateway.url().getPort())) {
      var out = caller.getOutputStream();
      out.write(
          RawService.wire(
              "POST /v1/uploads?name=x HTTP/1.1\nHost: p2f\nContent-Length: 9000000000\n\n"));
      assertThat(sentUntilCutOff(out, 512 << 20)).isLessThan(512L << 20);
    }
  }

  /** What the system's own buffers take counts too, so the number is only an upper bound. */
  private static long sentUntilCutOff(OutputStream out, long most) {
    var block = new byte[1 << 20];
    long sent = 0;
    try {
      while (sent < most) {
        out.write(block);
        sent += block.length;
      }
    } catch (IOException cutOff) {
      // as it should be
    }
    return sent;
  }

  @Test
  void linesOfTheLogNameTheRequestThatTheyAreAbout(CapturedOutput log) throws Exception {
    try (var gateway = new RunningGateway()) {
      gateway.training.close();
      gateway.send(gateway.request("/v1/models").header("X-Correlation-Id", "mine-43"));
      assertThat(log.getOut()).containsPattern("\\[mine-43\\].*GET /v1/models: The training");
    }
  }
}
