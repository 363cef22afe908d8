package org.p2f.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.job.JobSubmission;
import org.p2f.http.InvalidConfiguration;
import org.p2f.kit.sample.FakeJobs;
import org.p2f.kit.sample.SampleService;
import org.p2f.kit.test.Answer;
import org.p2f.kit.test.Api;
import org.p2f.kit.test.Tokens;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class StartTest {
  @TempDir Path directory;

  private static ConfigurableApplicationContext start(String... settings) {
    return SpringApplication.run(
        SampleService.class,
        Stream.concat(
                Stream.of(
                    "--sample.database=false", "--server.address=127.0.0.1", "--server.port=0"),
                Stream.of(settings).map(setting -> "--" + setting))
            .toArray(String[]::new));
  }

  @Test
  void withoutKeyAndIssuerNothingStarts(CapturedOutput log) {
    assertThatThrownBy(() -> start().close()).hasRootCauseInstanceOf(InvalidConfiguration.class);
    assertThat(log.getOut())
        .contains("Need p2f.security.public-key or p2f.security.issuer, but neither is set")
        .contains("Set p2f.security.public-key to the path of a PEM public key")
        .doesNotContain("at org.p2f");
  }

  @Test
  void keyThatCannotBeReadStopsTheStart(CapturedOutput log) throws IOException {
    Path empty = Files.writeString(directory.resolve("empty.pem"), "no key");
    for (Path key : List.of(directory.resolve("absent.pem"), empty)) {
      assertThatThrownBy(() -> start("p2f.security.public-key=" + key).close())
          .hasRootCauseInstanceOf(InvalidConfiguration.class);
      assertThat(log.getOut())
          .contains("names %s, which is not a readable PEM public key".formatted(key));
    }
  }

  @Test
  void issuerThatDoesNotAnswerIsFoundOutAtTheFirstTokenAndIsNoDefect() {
    // nothing listens on port 9 of this machine
    try (var service = start("p2f.security.issuer=http://127.0.0.1:9/issuer")) {
      var answer = api(service).with(Tokens.create().token("read")).get("/v1/jobs");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.problem()).isEqualTo("token-issuer-unavailable");
      assertThat(answer.header("Retry-After")).isNotEmpty();
    }
  }

  @Test
  void defaultsGiveWayToSettings() {
    String key = "p2f.security.public-key=" + Tokens.create().publicKey();
    try (var service = start(key, "management.endpoint.health.show-details=always")) {
      var environment = service.getEnvironment();
      assertThat(environment.getProperty("management.endpoint.health.show-details"))
          .isEqualTo("always");
      assertThat(environment.getProperty("spring.threads.virtual.enabled")).isEqualTo("true");
    }
  }

  @Test
  void logsCanBeJsonWithTheCorrelationId(CapturedOutput log) {
    var tokens = Tokens.create();
    try (var service =
        start(
            "p2f.security.public-key=" + tokens.publicKey(),
            "logging.structured.format.console=logstash")) {
      var answer =
          api(service)
              .with(tokens.token("read"))
              .get("/v1/things/failures/defect", "X-Correlation-Id", "c-17");
      assertThat(answer.status()).isEqualTo(500);
    } finally { // the format is the process's; a plain start sets the usual one again
      System.clearProperty(
          LoggingSystemProperty.CONSOLE_STRUCTURED_FORMAT.getEnvironmentVariableName());
      start("p2f.security.public-key=" + tokens.publicKey()).close();
    }
    var line =
        log.getOut().lines().filter(text -> text.contains("Defect at")).findFirst().orElseThrow();
    var event = JsonMapper.shared().readTree(line);
    assertThat(event.path("correlationId").asString()).isEqualTo("c-17");
    assertThat(event.path("level").asString()).isEqualTo("ERROR");
    assertThat(event.path("stack_trace").asString()).contains("Exception");
  }

  @Test
  void openStreamsDoNotHoldUpTheEnd() throws IOException {
    Tokens tokens = Tokens.create();
    var service = start("p2f.security.public-key=" + tokens.publicKey());
    var job =
        service
            .getBean(FakeJobs.class)
            .submit(
                new JobSubmission(
                    "k", JsonNodeFactory.instance.objectNode(), List.of(), null, null));
    HttpResponse<InputStream> stream =
        api(service).with(tokens.token("read")).open("/v1/jobs/%s/events".formatted(job.id()));
    long begin = System.nanoTime();
    service.close();
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isLessThan(Duration.ofSeconds(10)); // measured 0.06 s; the phase's own limit is 30 s
    assertThat(new String(stream.body().readAllBytes(), StandardCharsets.UTF_8)).contains("queued");
  }

  @Test
  void whoIsToEndAnswersAsLongAsItsNoticeLastsAndClosesConnections() throws Exception {
    Tokens tokens = Tokens.create();
    var service = start("p2f.security.public-key=" + tokens.publicKey(), "p2f.drain.notice=2500ms");
    var api = api(service).with(tokens.token("read"));
    assertThat(api.get("/v1/jobs").header("Connection")).isEmpty();
    assertThat(api.get("/actuator/health/readiness").status()).isEqualTo(200);
    var closing = Thread.ofPlatform().start(service::close);
    Answer told = api.get("/v1/jobs");
    for (int i = 0; i < 20 && told.header("Connection").isEmpty(); i++) {
      Thread.sleep(50); // until the order has got through
      told = api.get("/v1/jobs");
    }
    assertThat(told.status()).isEqualTo(200);
    assertThat(told.header("Connection")).isEqualTo("close");
    assertThat(api.get("/actuator/health/readiness").status()).isEqualTo(503);
    closing.join();
    assertThatThrownBy(() -> api.get("/v1/jobs")).isInstanceOf(UncheckedIOException.class);
  }

  private static Api api(ConfigurableApplicationContext service) {
    return Api.at(service.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
  }
}
