package org.p2f.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.p2f.catalog.test.TraceReceiver;
import org.p2f.catalog.test.TraceReceiver.Received;
import org.p2f.http.InvalidConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@Timeout(300)
@ExtendWith(OutputCaptureExtension.class)
class TracesTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";
  private static final String CALLERS = "00-%s-%s-01".formatted(TRACE, SPAN);

  /** The lowest bit of the flags; the next tells that the id is random. */
  private static final String UNSAMPLED = ".*-0[02468ace]";

  @Test
  void aCallersTraceIsContinuedAndPassedOn() throws Exception {
    try (var collector = new TraceReceiver();
        var gateway = new RunningGateway(collector.settings())) {
      gateway.send(gateway.request("/v1/datasets?limit=1").header("traceparent", CALLERS));
      Received asked = collector.await(TRACE, "GET training");
      Received answered = collector.await(TRACE, "http get /v1/datasets/{*rest}");
      assertThat(answered.parent()).isEqualTo(SPAN);
      assertThat(answered.kind()).isEqualTo("SERVER");
      assertThat(answered.service()).isEqualTo("gateway");
      assertThat(asked.parent()).isEqualTo(answered.id());
      assertThat(asked.kind()).isEqualTo("CLIENT");
      assertThat(asked.tags())
          .containsEntry("http.url", "/v1/datasets")
          .containsEntry("status", "204");
      assertThat(sent(gateway.training)).containsExactly(asked.traceparent());
      assertThat(collector.spans()).hasSize(2);
    }
  }

  @Test
  void aTraceBeginsHereAndEachServiceThatIsAskedAtOnceIsPartOfIt() throws Exception {
    try (var collector = new TraceReceiver();
        var gateway = new RunningGateway(collector.settings())) {
      var page = "{\"items\": []}";
      var services = List.of(gateway.training, gateway.representation, gateway.downstream);
      services.forEach(service -> service.answer(200, "application/json", page));
      assertThat(gateway.get("/v1/jobs").statusCode()).isEqualTo(200);
      var answered = collector.await("the list", span -> span.name().equals("http get /v1/jobs"));
      assertThat(answered.parent()).isEmpty();
      for (var name : List.of("training", "representation", "downstream")) {
        assertThat(collector.await(answered.trace(), "GET " + name).parent())
            .isEqualTo(answered.id());
      }
    }
  }

  @Test
  void whatIsNotSampledIsPassedOnAsThat() throws Exception {
    Map<String, String> settings = new HashMap<>();
    try (var collector = new TraceReceiver()) {
      settings.putAll(collector.settings());
      settings.put("p2f.tracing.sampling", "0");
      try (var gateway = new RunningGateway(settings)) {
        gateway.get("/v1/datasets");
        assertThat(sent(gateway.training)).singleElement().asString().matches(UNSAMPLED);
        gateway.training.answer(204, "text/plain", "");
        gateway.send(gateway.request("/v1/datasets").header("traceparent", CALLERS));
        assertThat(sent(gateway.training)).singleElement().asString().doesNotMatch(UNSAMPLED);
        collector.await(TRACE, "GET training");
      }
      assertThat(collector.spans()).extracting(Received::trace).containsOnly(TRACE);
    }
  }

  @Test
  void probesAndScrapesAreNobodysTrace() throws Exception {
    try (var collector = new TraceReceiver();
        var gateway = new RunningGateway(collector.settings())) {
      for (var probe : List.of("health/readiness", "health/services", "prometheus")) {
        gateway.get("/actuator/" + probe);
      }
      gateway.get("/v1/datasets");
      collector.await("the last request", span -> span.name().startsWith("http get"));
      assertThat(collector.spans())
          .allSatisfy(span -> assertThat(span.tags()).containsEntry("http.url", "/v1/datasets"));
    }
  }

  @Test
  void linesOfTheLogNameTheTrace(CapturedOutput log) throws Exception {
    try (var collector = new TraceReceiver();
        var gateway = new RunningGateway(collector.settings())) {
      gateway.training.close();
      gateway.send(
          gateway
              .request("/v1/datasets")
              .header("traceparent", CALLERS)
              .header("X-Correlation-Id", "c-17"));
      assertThat(log.getOut().lines().filter(line -> line.contains("/v1/datasets")))
          .isNotEmpty()
          .allSatisfy(line -> assertThat(line).contains("[c-17] [%s] ".formatted(TRACE)));
      assertThat(collector.await(TRACE, "GET training").failed()).isTrue();
    }
  }

  @Test
  void withoutAnEndpointThereIsNothingOfTraces(CapturedOutput log) throws Exception {
    try (var gateway = new RunningGateway()) {
      assertThat(gateway.beans(SpanExporter.class)).isEmpty();
      assertThat(gateway.beans(Tracer.class)).containsExactly(Tracer.NOOP);
      gateway.send(
          gateway
              .request("/v1/datasets")
              .header("traceparent", CALLERS)
              .header("X-Correlation-Id", "c-17"));
      assertThat(sent(gateway.training)).containsExactly(CALLERS);
      gateway.training.close();
      gateway.send(gateway.request("/v1/datasets").header("X-Correlation-Id", "c-18"));
      assertThat(log.getOut()).contains("[c-18] org.p2f").doesNotContain("[c-17]");
    }
  }

  @Test
  void anEndpointThatIsNoneStopsTheStart(CapturedOutput log) {
    assertThatThrownBy(() -> start("collector:4318"))
        .hasRootCauseInstanceOf(InvalidConfiguration.class);
    assertThat(log.getOut()).contains("p2f.tracing.endpoint must be the address of a collector");
  }

  private static void start(String endpoint) throws IOException {
    new RunningGateway(Map.of("p2f.tracing.endpoint", endpoint)).close();
  }

  /** What the service was told of traces. */
  private static List<String> sent(FakeService service) {
    Headers headers = service.onlyRequest().headers();
    return headers.getOrDefault("Traceparent", List.of());
  }
}
