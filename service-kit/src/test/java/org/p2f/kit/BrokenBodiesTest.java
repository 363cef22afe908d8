package org.p2f.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.kit.test.Answer;
import org.p2f.kit.test.RawCaller;
import org.springframework.test.context.TestPropertySource;

/** Bodies that do not come whole, and coded ones. */
@TestPropertySource(properties = "server.tomcat.connection-timeout=500ms")
class BrokenBodiesTest extends SampleTest {
  private static final String JSON = "{\"name\":\"a\",\"count\":1}";

  private String post(String path, String headers, String body, boolean halfClosed)
      throws IOException {
    String head =
        "POST %s HTTP/1.1\nHost: p2f\nAuthorization: Bearer %s\n%s\n\n"
            .formatted(path, token("read run"), headers);
    return RawCaller.exchange(port, head + body, halfClosed);
  }

  private static void assertProblem(String answer, int status, String problem) {
    assertThat(answer).startsWith("HTTP/1.1 %d ".formatted(status));
    assertThat(answer)
        .contains("application/problem+json")
        .contains("\"type\":\"https://p2f.org/problems/%s\"".formatted(problem))
        .contains("\"status\":%d".formatted(status))
        .contains("X-Content-Type-Options: nosniff");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ZZ\n",
        "5\nhello",
        "5\nhelloXX\n0\n\n",
        "FFFFFFFFFFFFFFFFFF\nhello\n",
        "-5\nhello\n0\n\n",
        "8\n{\"name\":\n",
        "8\n{\"na",
        ""
      })
  void chunksThatAreMalformedOrCutAreABodyCutShort(String body) throws IOException {
    String answer =
        post(
            "/v1/things", "Content-Type: application/json\nTransfer-Encoding: chunked", body, true);
    assertProblem(answer, 400, "body-cut-short");
  }

  @Test
  void bodyShorterThanAnnouncedIsCutShortThoughItMightBeReadAsJson() throws IOException {
    String answer =
        post("/v1/things", "Content-Type: application/json\nContent-Length: 1000", JSON, true);
    assertProblem(answer, 400, "body-cut-short");
    assertThat(answer).contains("%d of 1000 bytes".formatted(JSON.length()));
  }

  @Test
  void formThatIsCutIsABodyCutShort() throws IOException {
    String answer =
        post(
            "/v1/things/forms",
            "Content-Type: multipart/form-data; boundary=b\nContent-Length: 1000",
            "--b\nContent-Disposition: form-data; name=\"name\"\n\nhal",
            true);
    assertProblem(answer, 400, "body-cut-short");
  }

  @ParameterizedTest
  @CsvSource({"Content-Length: 1000, ''", "Transfer-Encoding: chunked, 3"})
  void callerWhoFallsSilentAmidABodyIsToldSo(String framing, String size) throws IOException {
    String body = size + "\n{\"n";
    String answer = post("/v1/things", "Content-Type: application/json\n" + framing, body, false);
    assertProblem(answer, 408, "body-stalled");
  }

  @Test
  void callerWhoHalfClosesAfterAWholeBodyIsAnswered() throws IOException {
    assertThat(
            post(
                "/v1/things",
                "Content-Type: application/json\nConnection: close\nContent-Length: "
                    + JSON.length(),
                JSON,
                true))
        .startsWith("HTTP/1.1 200 ");
  }

  private static byte[] gzip(byte[] plain) {
    var coded = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(coded)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return coded.toByteArray();
  }

  private Answer send(byte[] body, String coding) {
    return api()
        .send(
            "POST",
            "/v1/things",
            BodyPublishers.ofByteArray(body),
            "Content-Type",
            "application/json",
            "Content-Encoding",
            coding);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "GZIP", "x-gzip", "identity, gzip"})
  void gzippedBodyIsDecoded(String coding) {
    Answer answer = send(gzip(JSON.getBytes(StandardCharsets.UTF_8)), coding);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().path("name").asString()).isEqualTo("a");
  }

  @Test
  void bodyOfTheIdentityCodingIsReadAsItIs() {
    assertThat(send(JSON.getBytes(StandardCharsets.UTF_8), "identity").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "deflate", "zstd", "gzip, gzip"})
  void otherCodingIsRefusedByName(String coding) {
    Answer answer = send(JSON.getBytes(StandardCharsets.UTF_8), coding);
    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.problem()).isEqualTo("unsupported-content-encoding");
    assertThat(answer.json().path("detail").asString()).contains(coding);
    assertThat(answer.header("Accept-Encoding")).contains("gzip");
  }

  @Test
  void bodyThatIsNotWhatItsCodingSaysIsUndecodable() {
    byte[] coded = gzip(JSON.getBytes(StandardCharsets.UTF_8));
    for (byte[] body :
        new byte[][] {
          JSON.getBytes(StandardCharsets.UTF_8), Arrays.copyOf(coded, coded.length - 9)
        }) {
      Answer answer = send(body, "gzip");
      assertThat(answer.status()).as(answer.text()).isEqualTo(400);
      assertThat(answer.problem()).isEqualTo("undecodable-body");
    }
  }

  /** 20 MB of zeros are 20 kB of gzip, below the limit of 64 kB that holds for what comes out. */
  @Test
  void limitHoldsForTheDecodedBody() {
    byte[] coded = gzip(new byte[20_000_000]);
    assertThat(coded.length).isLessThan(64 * 1024);
    byte[] spaces = new byte[20_000_000];
    Arrays.fill(spaces, (byte) ' ');
    assertThat(send(gzip(spaces), "gzip").problem()).isEqualTo("body-too-large");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/things?lmit=3            | lmit   | colour, cursor, level, limit, weight",
        "/v1/things?limit=3&Colour=red | Colour | colour, cursor, level, limit, weight",
        "/v1/things?x%C3%A9=1         | xé     | colour, cursor, level, limit, weight",
        "/v1/things?x                 | x      | colour, cursor, level, limit, weight",
        "/v1/jobs/trn-1?verbose=true  | verbose | none is known here",
        "/v1/artifacts?kinds=model    | kinds  | cursor, kind, limit",
      })
  void unknownQueryParameterIsRefusedByName(String path, String name, String known) {
    Answer answer = api().get(path);
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.problem()).isEqualTo("unknown-parameter");
    assertThat(answer.error(name)).contains(known);
    assertThat(answer.json().path("detail").asString()).contains(name);
  }

  @Test
  void everyUnknownParameterIsNamedAndKnownOnesAreNot() {
    Answer answer = api().get("/v1/things?limit=3&a=1&b=2");
    assertThat(answer.json().path("errors").size()).isEqualTo(2);
    assertThat(api().get("/v1/things?limit=3&level=2&weight=1&colour=red").status()).isEqualTo(200);
  }

  private Answer form(String field) {
    String body =
        """
        --b
        Content-Disposition: form-data; name="name"

        a
        --b
        Content-Disposition: form-data; name="%s"; filename="f"

        x
        --b--
        """
            .formatted(field)
            .replace("\n", "\r\n");
    return api()
        .send(
            "POST",
            "/v1/things/forms",
            BodyPublishers.ofString(body),
            "Content-Type",
            "multipart/form-data; boundary=b");
  }

  @Test
  void unknownFieldOfAFormIsRefusedByName() {
    assertThat(form("file").status()).isEqualTo(200);
    Answer answer = form("flie");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem()).isEqualTo("unknown-parameter");
    assertThat(answer.error("flie")).contains("file, name");
  }

  @Test
  void errorOfACallWithParametersStaysThatError() {
    assertThat(api().get("/v1/nothing-here?a=1").problem()).isEqualTo("not-found");
  }

  @Test
  void refusedTypeNamesThoseThatAreTaken() {
    Answer answer =
        api()
            .send("POST", "/v1/things", BodyPublishers.ofString("a=b"), "Content-Type", "text/csv");
    assertThat(answer.json().path("detail").asString())
        .contains("text/csv")
        .contains("application/json");
  }

  @ParameterizedTest
  @CsvSource({
    "disk, 507, storage-full",
    "quota, 507, storage-full",
    "database-disk, 507, storage-full",
    "database-ended, 503, catalog-unavailable",
    "pool, 503, catalog-unavailable"
  })
  void whatIsMissingJustNowIsToldWithWhenToComeBack(String kind, int status, String problem) {
    Answer answer = api().get("/v1/things/failures/" + kind);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.problem()).isEqualTo(problem);
    assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/v1/things", "/v1/nothing", "/v1/things?x=1", "/v1//things", "/v3/api-docs"})
  void everyAnswerHasTheHeadersThatKeepBrowsersFromActingOnIt(String path) {
    for (Answer answer : new Answer[] {api().get(path), anonymous().get(path)}) {
      assertThat(answer.header("X-Content-Type-Options")).as(path).isEqualTo("nosniff");
      assertThat(answer.header("X-Frame-Options")).as(path).isEqualTo("DENY");
      assertThat(answer.header("Referrer-Policy")).as(path).isEqualTo("no-referrer");
      assertThat(answer.header("Content-Security-Policy")).as(path).contains("default-src 'none'");
      assertThat(answer.header("Cache-Control")).as(path).contains("no-store");
    }
  }
}
