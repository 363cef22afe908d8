package org.p2f.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that never reach a controller, written by hand because no client library would. */
class ContainerProblemsTest extends SampleTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /v1/things?q=<>^ HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n | 400 | bad-request",
        "GET /v1/th%zzings HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n    | 400 | bad-request",
        "GET /v1/%00 HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n          | 400 | bad-request",
        "GET /v1/../../etc HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n    | 400 | bad-request",
        "GET /v1//things HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n      | 400 | bad-request",
        "GET /v1/a%2fb HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n        | 400 | bad-request",
        "GET /v1/things;x=1 HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n   | 400 | bad-request",
        "GET /v1/things HTTP/1.1\\r\\n\\r\\n                    | 400 | bad-request",
        "GET /v1/things HTTP/1.1\\r\\nHost: a b\\r\\n\\r\\n     | 400 | bad-request",
        "G@T /v1/things HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n       | 400 | bad-request",
        "GET /v1/things HTTP/9.9\\r\\nHost: a\\r\\n\\r\\n       | 505 | bad-request",
        "TRACE /v1/things HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n     | 405 | method-not-allowed",
        "POST /v1/things HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: zip\\r\\n\\r\\n | 501 | bad-request",
        "POST /v1/things HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: -4\\r\\n\\r\\n     | 400 | bad-request",
      })
  void isAnsweredWithProblem(String request, int status, String problem) throws IOException {
    String answer = exchange(request.replace("\\r\\n", "\r\n"));
    assertIsProblem(answer, status, problem);
  }

  @Test
  void headersBeyondTheLimitAre431() throws IOException {
    String answer =
        exchange(
            "GET /v1/things HTTP/1.1\r\nHost: a\r\nX-Long: %s\r\n\r\n".formatted("x".repeat(9000)));
    assertIsProblem(answer, 431, "headers-too-large");
    assertIsProblem(
        exchange(
            "GET /v1/things HTTP/1.1\r\nHost: a\r\n%s\r\n".formatted("X-A: b\r\n".repeat(200))),
        431,
        "headers-too-large");
  }

  @Test
  void urlBeyondTheLimitIs414() throws IOException {
    String answer = exchange("GET /v1/%s HTTP/1.1\r\nHost: a\r\n\r\n".formatted("x".repeat(9000)));
    assertIsProblem(answer, 414, "uri-too-long");
  }

  @Test
  void clientThatAsksBeforeSendingItsBodyIsRefusedWithoutIt() throws IOException {
    String answer =
        exchange(
            """
            POST /v1/things HTTP/1.1
            Host: a
            Content-Length: 900000000
            Content-Type: application/json
            Expect: 100-continue

            """
                .replace("\n", "\r\n"));
    assertIsProblem(answer, 401, "missing-token");
  }

  private static void assertIsProblem(String answer, int status, String problem) {
    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    assertThat(answer.toLowerCase(Locale.ROOT))
        .contains("content-type: application/problem+json")
        .contains("x-correlation-id: ");
    assertThat(answer)
        .contains("\"type\":\"https://p2f.org/problems/" + problem + "\"")
        .contains("\"status\":" + status)
        .contains("\"correlationId\":\"")
        .doesNotContain("Tomcat")
        .doesNotContain("<html");
  }

  private String exchange(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      var answer = new StringBuilder();
      byte[] buffer = new byte[8192];
      // until the body's JSON object is closed; a kept-alive connection has no other end
      while (answer.indexOf("\r\n\r\n") < 0
          || answer.lastIndexOf("}") < answer.indexOf("\r\n\r\n")) {
        int read = socket.getInputStream().read(buffer);
        if (read < 0) {
          break;
        }
        answer.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
      }
      return answer.toString();
    }
  }
}
