package org.p2f.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.p2f.kit.sample.SampleService;
import org.p2f.kit.test.Answer;
import org.p2f.kit.test.Api;
import org.p2f.kit.test.IssuerServer;
import org.p2f.kit.test.Tokens;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** Tokens of a real authorization server, which the service finds by its discovery document. */
@Timeout(60)
class IssuerTest {
  private static IssuerServer issuer;
  private static ConfigurableApplicationContext service;

  @BeforeAll
  static void start() throws Exception {
    issuer = IssuerServer.start();
    service = service("--p2f.security.issuer=" + issuer.address());
  }

  private static ConfigurableApplicationContext service(String... settings) {
    var all = new ArrayList<>(List.of(settings));
    all.add("--sample.database=false");
    all.add("--server.address=127.0.0.1");
    all.add("--server.port=0");
    return SpringApplication.run(SampleService.class, all.toArray(String[]::new));
  }

  @AfterAll
  static void stop() {
    service.close();
    issuer.close();
  }

  private static Api api(ConfigurableApplicationContext service) {
    return Api.at(
        Objects.requireNonNull(((WebServerApplicationContext) service).getWebServer()).getPort());
  }

  @Test
  void aTokenOfTheIssuerIsItsClientsInItsProject() throws Exception {
    Api ada = api(service).with(issuer.token("ada", "read run"));
    Answer job = ada.post("/v1/things/jobs", "{\"name\":\"a\",\"count\":1}");
    assertThat(job.status()).as(job.text()).isEqualTo(202);
    assertThat(job.json().path("owner").asString()).isEqualTo("ada");
    assertThat(job.json().path("project").asString()).isEqualTo("birds");
    Answer reading = api(service).with(issuer.token("ada", "read")).post("/v1/things/jobs", "{}");
    assertThat(reading.problem()).isEqualTo("insufficient-scope");
  }

  @Test
  void aTokenForSomethingElseIsRefused() throws Exception {
    Answer answer = api(service).with(issuer.token("elsewhere", "read")).get("/v1/jobs");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.problem()).isEqualTo("invalid-token");
    assertThat(answer.json().path("detail").asString()).contains("aud");
  }

  @Test
  void theAudienceCanBeNamed() throws Exception {
    try (var other =
        service("--p2f.security.issuer=" + issuer.address(), "--p2f.security.audience=elsewhere")) {
      assertThat(api(other).with(issuer.token("elsewhere", "read")).get("/v1/jobs").status())
          .isEqualTo(200);
      assertThat(api(other).with(issuer.token("ada", "read")).get("/v1/jobs").status())
          .isEqualTo(401);
    }
  }

  @Test
  void aNewKeyIsFetchedAtTheFirstTokenThatItSigned() throws Exception {
    assertThat(api(service).with(issuer.token("ada", "read")).get("/v1/jobs").status())
        .isEqualTo(200);
    issuer.rotateKeys();
    assertThat(api(service).with(issuer.token("ada", "read")).get("/v1/jobs").status())
        .isEqualTo(200);
  }

  @Test
  void anotherIssuersTokenIsRefused() throws Exception {
    try (var stranger = IssuerServer.start()) {
      Answer answer = api(service).with(stranger.token("ada", "read")).get("/v1/jobs");
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.problem()).isEqualTo("invalid-token");
    }
  }

  /** As {@code ./p2f up --issuer} has it: the studies' token is the platform's own. */
  @Test
  void theIssuersAndThePlatformsOwnTokensAreBelievedBesideEachOther() throws Exception {
    var own = Tokens.create();
    try (var both =
            service(
                "--p2f.security.issuer=" + issuer.address(),
                "--p2f.security.public-key=" + own.publicKey());
        var stranger = IssuerServer.start()) {
      assertThat(statusOf(both, issuer.token("ada", "read"))).isEqualTo(200);
      assertThat(statusOf(both, own.token("read"))).isEqualTo(200);
      assertThat(statusOf(both, issuer.token("elsewhere", "read"))).isEqualTo(401);
      assertThat(statusOf(both, stranger.token("ada", "read"))).isEqualTo(401);
      assertThat(statusOf(both, Tokens.create().token("read"))).isEqualTo(401);
      assertThat(statusOf(both, "a.b.c")).isEqualTo(401);
    }
  }

  private static int statusOf(ConfigurableApplicationContext service, String token)
      throws Exception {
    return api(service).with(token).get("/v1/jobs").status();
  }
}
