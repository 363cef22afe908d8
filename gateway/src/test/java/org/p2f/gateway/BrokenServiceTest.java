package org.p2f.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2f.gateway.ProblemAssert.assertProblem;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BrokenServiceTest {

  private RunningGateway gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = new RunningGateway(Map.of("p2f.gateway.answer", "2s"));
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void serviceThatIsGoneIsNamed() throws Exception {
    gateway.representation.answer(200, "text/plain", "there");
    assertThat(gateway.get("/v1/trajectories").statusCode()).isEqualTo(200);
    gateway.representation.close();
    var problem = assertProblem(gateway.get("/v1/trajectories"), 502, "service-unavailable");
    assertThat(problem.path("detail").asString()).contains("representation");
    assertThat(gateway.get("/v1/models").statusCode()).isEqualTo(204);
  }

  @Test
  void healthGroupTellsWhichServiceIsGone() throws Exception {
    gateway.training.answer(200, "application/json", "{}");
    gateway.representation.answer(503, "application/json", "{}");
    gateway.downstream.close();
    var response = gateway.send(gateway.anonymous("/actuator/health/services"));
    assertThat(response.statusCode()).isEqualTo(503);
    var components = RunningGateway.json(response).path("components");
    assertThat(components.at("/training/status").asString()).isEqualTo("UP");
    assertThat(components.at("/representation/status").asString()).isEqualTo("OUT_OF_SERVICE");
    assertThat(components.at("/downstream/status").asString()).isEqualTo("DOWN");
    assertThat(gateway.send(gateway.anonymous("/actuator/health/readiness")).statusCode())
        .isEqualTo(200);
  }

  /** The service is asked once: waiting is the client's affair. */
  @Test
  void serviceThatAsksToComeBackLaterIsPassedOnAtOnce() throws Exception {
    gateway.training.answer(
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", "1");
          FakeService.send(exchange, 503, "application/problem+json", "{}");
        });
    var response = gateway.get("/v1/models");
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
    gateway.training.onlyRequest();
  }

  @Test
  void serviceThatIsSilentTimesOut() throws Exception {
    var released = new CountDownLatch(1);
    gateway.training.answer(exchange -> await(released));
    var problem = assertProblem(gateway.get("/v1/models"), 504, "service-timed-out");
    released.countDown();
    assertThat(problem.path("detail").asString()).contains("training");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
