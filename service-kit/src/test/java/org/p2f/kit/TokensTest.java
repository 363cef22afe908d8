package org.p2f.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.kit.test.Answer;
import org.p2f.kit.test.Tokens;

class TokensTest extends SampleTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness"})
  void healthIsOpenAndTellsNoDetails(String path) {
    Answer answer = anonymous().get(path);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("status").asString()).isEqualTo("UP");
    assertThat(answer.json().has("components")).isFalse();
  }

  @Test
  void apiDocumentIsOpen() {
    assertThat(anonymous().get("/v3/api-docs").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/jobs",
        "/v1/nothing-here",
        "/actuator/prometheus",
        "/actuator/info",
        "/error"
      })
  void withoutTokenEverythingElseIs401(String path) {
    Answer answer = anonymous().get(path);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.problem()).isEqualTo("missing-token");
    assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
  }

  @Test
  void expiredTokenIs401AndSaysSo() {
    refusedAsInvalid(TOKENS.token("read run", Instant.now().minusSeconds(6)), "expired");
  }

  @Test
  void tokenThatNeverExpiresIs401() {
    refusedAsInvalid(TOKENS.sign(TOKENS.claims("read").build()), "exp");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = " ")
  void tokenWithoutSubjectIs401(@Nullable String subject) {
    var until = Date.from(Instant.now().plusSeconds(60));
    refusedAsInvalid(
        TOKENS.sign(TOKENS.claims("read").subject(subject).expirationTime(until).build()), "sub");
  }

  @Test
  void tokenOfAnotherSignerIs401() {
    refusedAsInvalid(Tokens.create().token("read run"), "signature");
  }

  @Test
  void tokenForAnotherAudienceIs401() {
    refusedAsInvalid(
        TOKENS.sign(
            TOKENS
                .claims("read")
                .audience("others")
                .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                .build()),
        "aud");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzY29wZSI6InJlYWQifQ."})
  void tokenThatIsNoneIs401(String token) {
    refusedAsInvalid(token, "");
  }

  private void refusedAsInvalid(String token, String inDetail) {
    Answer answer = anonymous().with(token).get("/v1/jobs");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.problem()).isEqualTo("invalid-token");
    assertThat(answer.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
    assertThat(answer.json().path("detail").asString()).contains(inDetail);
  }

  @Test
  void readingNeedsRead() {
    assertThat(anonymous().with(token("read")).get("/v1/jobs").status()).isEqualTo(200);
    assertThat(anonymous().with(token("read")).head("/v1/jobs").status()).isEqualTo(200);
    Answer answer = anonymous().with(token("run")).get("/v1/jobs");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.problem()).isEqualTo("insufficient-scope");
    assertThat(answer.header("WWW-Authenticate")).contains("insufficient_scope");
    assertThat(answer.json().path("detail").asString())
        .isEqualTo("This needs the scope read; the token has run");
  }

  @Test
  void runningNeedsRun() {
    String body = "{\"name\":\"a\",\"count\":1}";
    assertThat(anonymous().with(token("run")).post("/v1/things", body).status()).isEqualTo(200);
    Answer answer = anonymous().with(token("read admin")).post("/v1/things", body);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.problem()).isEqualTo("insufficient-scope");
  }

  @Test
  void metricsNeedReadOrAdminAndTheOtherEndpointsAdmin() {
    for (String scope : new String[] {"read", "admin"}) {
      Answer metrics = anonymous().with(token(scope)).get("/actuator/prometheus");
      assertThat(metrics.status()).isEqualTo(200);
      assertThat(metrics.text()).contains("jvm_memory_used_bytes{application=\"sample-service\"");
    }
    assertThat(anonymous().with(token("run")).get("/actuator/prometheus").status()).isEqualTo(403);
    assertThat(anonymous().with(token("admin")).get("/actuator/info").status()).isEqualTo(200);
    assertThat(anonymous().with(token("read")).get("/actuator/info").status()).isEqualTo(403);
    assertThat(anonymous().with(token("read")).get("/%61ctuator/info").status()).isEqualTo(403);
  }

  @Test
  void missingTokenIsToldBeforeTheBodyIsRead() {
    Answer answer =
        anonymous()
            .send(
                "POST",
                "/v1/things",
                BodyPublishers.ofString("not json"),
                "Content-Type",
                "application/json");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.problem()).isEqualTo("missing-token");
  }

  @Test
  void noSessionIsMade() {
    assertThat(api().get("/v1/jobs").header("Set-Cookie")).isEmpty();
  }
}
