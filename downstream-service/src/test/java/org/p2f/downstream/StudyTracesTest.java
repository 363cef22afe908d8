package org.p2f.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.p2f.catalog.test.TraceReceiver;
import org.p2f.catalog.test.Waiting;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

class StudyTracesTest extends StudyServiceTest {
  private static final TraceReceiver COLLECTOR = new TraceReceiver();
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  @DynamicPropertySource
  static void sendTraces(DynamicPropertyRegistry registry) {
    COLLECTOR.settings().forEach((key, value) -> registry.add(key, () -> value));
    // What p2f.tracing says is read before such settings of a test are known.
    registry.add(
        "management.opentelemetry.tracing.export.otlp.endpoint",
        () -> COLLECTOR.settings().get("p2f.tracing.endpoint") + "/v1/traces");
  }

  @AfterAll
  static void stop() {
    COLLECTOR.close();
  }

  @Test
  void callsForAStudysJobsAreInTheTraceOfItsRequestAndLooksAreNot() {
    GATEWAY.jobsAre("running");
    try {
      var asked =
          api()
              .post(
                  "/v1/studies",
                  small(),
                  "traceparent",
                  "00-%s-00f067aa0ba902b7-01".formatted(TRACE));
      assertThat(asked.status()).as(asked.text()).isEqualTo(202);
      var id = asked.json().path("id").asString();
      var request = COLLECTOR.await(TRACE, "http post /v1/studies");
      var step = COLLECTOR.await(TRACE, "study step");
      assertThat(step.parent()).isEqualTo(request.id());
      assertThat(step.tags())
          .containsEntry("p2f.study.id", id)
          .containsEntry("p2f.study.step", "model-untrained");
      assertThat(GATEWAY.traces()).containsEntry("POST /v1/training-runs", step.traceparent());
      var look =
          Waiting.until(
              "the job is looked at",
              () -> GATEWAY.traces().entrySet(),
              all -> all.stream().anyMatch(call -> call.getKey().startsWith("GET /v1/jobs/")));
      assertThat(look)
          .filteredOn(call -> call.getKey().startsWith("GET /v1/jobs/"))
          .allSatisfy(call -> assertThat(call.getValue()).endsWith("-00"));
      api().post("/v1/studies/%s/cancel".formatted(id), Map.of());
    } finally {
      GATEWAY.jobsAre("succeeded");
    }
  }
}
