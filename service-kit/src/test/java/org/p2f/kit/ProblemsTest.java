package org.p2f.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.p2f.kit.test.Answer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ProblemsTest extends SampleTest {

  @Test
  void refusalOfServiceIsAnsweredAsItWasMeant() {
    Answer answer = api().get("/v1/things/failures/refused");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.problem()).isEqualTo("unknown-thing");
    assertThat(answer.json().path("detail").asString()).isEqualTo("No thing 'x'");
    assertThat(answer.json().path("title").asString()).isEqualTo("Unknown thing");
    assertThat(answer.json().path("instance").asString()).isEqualTo("/v1/things/failures/refused");
    assertThat(answer.json().has("errors")).isFalse();
  }

  @Test
  void refusalForNowSaysWhenToComeBack() {
    Answer answer = api().get("/v1/things/failures/busy");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.problem()).isEqualTo("busy");
    assertThat(answer.header("Retry-After")).isEqualTo("7");
  }

  @Test
  void defectTellsItsCorrelationIdAndNothingElse(CapturedOutput log) {
    Answer answer =
        api().get("/v1/things/failures/defect", "X-Correlation-Id", "trace-of-the-defect");
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.problem()).isEqualTo("internal-error");
    assertThat(answer.text()).doesNotContain("secret").doesNotContain("Exception");
    assertThat(answer.header("X-Correlation-Id")).isEqualTo("trace-of-the-defect");
    assertThat(log.getOut())
        .containsOnlyOnce("IllegalStateException: secret of the house")
        .containsPattern("trace-of-the-defect.*Defect at GET /v1/things/failures/defect");
  }

  @Test
  void correlationIdThatCouldForgeLogLinesIsReplaced() {
    String sent = "x".repeat(129);
    Answer answer = api().get("/v1/jobs", "X-Correlation-Id", sent);
    assertThat(answer.header("X-Correlation-Id")).isNotEqualTo(sent).hasSize(36);
  }

  @Test
  void unknownPathIs404() {
    Answer answer = api().get("/v1/nothing-here");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.problem()).isEqualTo("not-found");
    assertThat(answer.json().path("instance").asString()).isEqualTo("/v1/nothing-here");
  }

  @Test
  void wrongMethodIs405AndNamesTheRightOnes() {
    Answer answer = api().delete("/v1/things");
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.problem()).isEqualTo("method-not-allowed");
    assertThat(answer.header("Allow").split(", ")).contains("GET", "POST");
  }

  @Test
  void methodNobodyKnowsIs405() {
    Answer answer = api().send("BREW", "/v1/things", BodyPublishers.noBody());
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.problem()).isEqualTo("method-not-allowed");
  }

  /** As generated clients ask for pictures. */
  @Test
  void whoAcceptsProblemsIsGivenWhatThereIs() {
    String path = "/v1/things/picture";
    assertThat(api().get(path, "Accept", "application/problem+json").header("Content-Type"))
        .isEqualTo("image/png");
    assertThat(api().get(path, "Accept", "application/json").status()).isEqualTo(406);
    assertThat(api().get(path + "?colour=none", "Accept", "application/problem+json").problem())
        .isEqualTo("invalid-request");
  }

  @Test
  void unacceptableAcceptIs406() {
    Answer answer = api().get("/v1/things", "Accept", "image/png");
    assertThat(answer.status()).isEqualTo(406);
    assertThat(answer.problem()).isEqualTo("not-acceptable");
  }

  @Test
  void wrongContentTypeIs415() {
    Answer answer =
        api()
            .send("POST", "/v1/things", BodyPublishers.ofString("a=b"), "Content-Type", "text/csv");
    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.problem()).isEqualTo("unsupported-media-type");
    assertThat(answer.header("Accept")).contains("application/json");
  }

  @Test
  void declaredLengthBeyondTheLimitIs413() {
    Answer answer = api().post("/v1/things", "{\"name\":\"" + "x".repeat(70_000) + "\"}");
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.problem()).isEqualTo("body-too-large");
  }

  @Test
  void chunkedBodyBeyondTheLimitIs413() {
    String body = "{\"name\":\"" + "x".repeat(3_000_000) + "\"}";
    Answer answer =
        api()
            .send(
                "POST",
                "/v1/things",
                BodyPublishers.ofInputStream(
                    () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))),
                "Content-Type",
                "application/json");
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.problem()).isEqualTo("body-too-large");
  }

  @Test
  void bodyJustWithinTheLimitIsRead() {
    String head = "{\"name\":\"a\",\"count\":1";
    String body = head + " ".repeat(64 * 1024 - head.length() - 1) + "}";
    assertThat(api().post("/v1/things", body).status()).isEqualTo(200);
    assertThat(api().post("/v1/things", body + " ").status()).isEqualTo(413);
  }

  @Test
  void idempotencyKeyWithOtherBodyIs422AndInFlight409() {
    String key = "key-" + System.nanoTime();
    String one = "{\"name\":\"a\",\"count\":1}";
    Answer first = api().post("/v1/things/jobs", one, "Idempotency-Key", key);
    assertThat(first.status()).isEqualTo(202);
    String id = first.json().path("id").asString();
    assertThat(first.header("Location")).isEqualTo("/v1/jobs/" + id);
    Answer same = api().post("/v1/things/jobs", one, "Idempotency-Key", key);
    assertThat(same.json().path("id").asString()).isEqualTo(id);
    Answer other =
        api().post("/v1/things/jobs", "{\"name\":\"b\",\"count\":1}", "Idempotency-Key", key);
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.problem()).isEqualTo("idempotency-key-reused");
    Answer inFlight = api().get("/v1/things/failures/in-flight");
    assertThat(inFlight.status()).isEqualTo(409);
    assertThat(inFlight.problem()).isEqualTo("idempotency-key-in-flight");
  }

  @Test
  void idempotencyKeyThatIsNoneIs422() {
    String body = "{\"name\":\"a\",\"count\":1}";
    for (String key : new String[] {"x".repeat(256), " "}) {
      Answer answer = api().post("/v1/things/jobs", body, "Idempotency-Key", key);
      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.error("Idempotency-Key")).contains("255 printable");
    }
  }

  @Test
  void answerThatBreaksOffIsNotTakenForWhole() {
    assertThatThrownBy(() -> api().get("/v1/things/broken-stream"))
        .isInstanceOf(UncheckedIOException.class);
  }
}
