package org.p2f.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.tracing.Tracer;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.p2f.catalog.test.PostgresFixture;
import org.p2f.catalog.test.TraceReceiver;
import org.p2f.catalog.test.TraceReceiver.Received;
import org.p2f.kit.sample.SampleService;
import org.p2f.kit.test.Api;
import org.p2f.kit.test.Tokens;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A service on the real catalog that sends its spans to a collector. */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(600)
class TracesTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";
  private static final String CALLERS = "00-%s-%s-01".formatted(TRACE, SPAN);

  private final Tokens tokens = Tokens.create();
  @TempDir Path directory;

  private ConfigurableApplicationContext start(Map<String, String> settings) {
    Map<String, String> arguments = new LinkedHashMap<>();
    if (!"false".equals(settings.get("sample.database"))) {
      var database = PostgresFixture.newDatabase();
      arguments.put("spring.datasource.url", database.url());
      arguments.put("spring.datasource.username", database.username());
      arguments.put("spring.datasource.password", database.password());
    }
    arguments.put("spring.application.name", "sample-service");
    arguments.put("sample.database", "true");
    arguments.put("server.address", "127.0.0.1");
    arguments.put("server.port", "0");
    arguments.put("p2f.catalog.service", "training");
    arguments.put("p2f.store.root", directory.resolve("store").toString());
    arguments.put("p2f.workspace.root", directory.resolve("work").toString());
    arguments.put("p2f.security.public-key", tokens.publicKey().toString());
    arguments.putAll(settings);
    return SpringApplication.run(
        SampleService.class,
        arguments.entrySet().stream()
            .map(setting -> "--%s=%s".formatted(setting.getKey(), setting.getValue()))
            .toArray(String[]::new));
  }

  private Api api(ConfigurableApplicationContext service) {
    int port = service.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    return Api.at(port).with(tokens.token("read run"));
  }

  /** The job that was made, once it has ended. */
  private static JsonNode job(Api api, String name) {
    var body = "{\"name\":\"%s\",\"count\":1}".formatted(name);
    var answer = api.post("/v1/things/jobs", body, "traceparent", CALLERS);
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    String id = answer.json().path("id").asString();
    assertThat(api.get("/v1/jobs/%s/events".formatted(id)).text()).isNotEmpty(); // to its end
    return api.get("/v1/jobs/" + id).json();
  }

  @Test
  void aJobsAttemptIsInTheTraceOfTheRequestThatMadeIt(CapturedOutput log) {
    try (var collector = new TraceReceiver();
        var service = start(collector.settings())) {
      String id = job(api(service), "good").path("id").asString();

      Received request = collector.await(TRACE, "http post /v1/things/jobs");
      assertThat(request.parent()).isEqualTo(SPAN);
      assertThat(request.service()).isEqualTo("sample-service");
      Received attempt = collector.await(TRACE, "job thing-making");
      assertThat(attempt.parent()).isEqualTo(request.id());
      assertThat(attempt.kind()).isEqualTo("CONSUMER");
      assertThat(attempt.failed()).isFalse();
      assertThat(attempt.tags())
          .containsEntry("p2f.job.kind", "thing-making")
          .containsEntry("p2f.job.id", id)
          .containsEntry("p2f.job.attempt", "1")
          .containsEntry("p2f.job.outcome", "succeeded");
      assertThat(collector.await(TRACE, "job queued").parent()).isEqualTo(request.id());
      long before = attempt.from();
      for (var part : List.of("claim", "making", "commit")) {
        Received span = collector.await(TRACE, part);
        assertThat(span.parent()).as(part).isEqualTo(attempt.id());
        assertThat(span.from()).as(part).isBetween(before, span.to());
        before = span.to();
      }
      assertThat(before).isLessThanOrEqualTo(attempt.to());
      assertThat(line(log, id + " (thing-making) starts")).contains("[] [%s] ".formatted(TRACE));
    }
  }

  @Test
  void aJobThatFailsSaysSo() {
    try (var collector = new TraceReceiver();
        var service = start(collector.settings())) {
      job(api(service), "broken");
      Received attempt = collector.await(TRACE, "job thing-making");
      assertThat(attempt.failed()).isTrue();
      assertThat(attempt.tags()).containsEntry("p2f.job.outcome", "failed");
    }
  }

  @Test
  void eventsOfTheLogNameTheTrace(CapturedOutput log) {
    try (var collector = new TraceReceiver()) {
      Map<String, String> settings = new LinkedHashMap<>(collector.settings());
      settings.put("sample.database", "false");
      settings.put("logging.structured.format.console", "ecs");
      try (var service = start(settings)) {
        api(service).get("/v1/things/failures/defect", "traceparent", CALLERS);
      } finally { // the format is the process's; a plain start sets the usual one again
        System.clearProperty(
            LoggingSystemProperty.CONSOLE_STRUCTURED_FORMAT.getEnvironmentVariableName());
        start(Map.of("sample.database", "false")).close();
      }
      var event = JsonMapper.shared().readTree(line(log, "Defect at"));
      assertThat(event.path("traceId").asString()).isEqualTo(TRACE);
    }
  }

  private static String line(CapturedOutput log, String part) {
    return log.getOut().lines().filter(text -> text.contains(part)).findFirst().orElseThrow();
  }

  @Test
  void withoutAnEndpointNothingIsSampledOrRememberedAndNobodyWarns(CapturedOutput log) {
    try (var service = start(Map.of("p2f.tracing.endpoint", ""))) {
      assertThat(service.getBeansOfType(SpanExporter.class)).isEmpty();
      assertThat(service.getBean(Tracer.class)).isSameAs(Tracer.NOOP);
      assertThat(job(api(service), "good").path("state").asString()).isEqualTo("succeeded");
      assertThat(
              service
                  .getBean(JdbcClient.class)
                  .sql("select count(traceparent) from job")
                  .query(Integer.class)
                  .single())
          .isZero();
      assertThat(line(log, "(thing-making) starts")).contains(" [] org.p2f");
      assertThat(log.getOut().lines().filter(text -> text.contains(" WARN ")))
          .noneMatch(text -> text.matches("(?i).*(traces|tracing|telemetry|otlp).*"));
    }
  }
}
