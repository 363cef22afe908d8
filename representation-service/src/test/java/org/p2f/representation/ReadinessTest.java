package org.p2f.representation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.p2f.catalog.test.Waiting;
import org.p2f.kit.test.Answer;
import org.p2f.representation.test.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;

/** What the Open Inference Protocol tells of readiness. */
class ReadinessTest extends ServiceTest {
  @Autowired private ApplicationContext context;

  @Test
  void theServerIsReadyWhenItsProbeSaysSo() {
    assertThat(api().get("/v2/health/ready").status()).isEqualTo(200);
    AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
    try {
      Answer answer = api().get("/v2/health/ready");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.problem()).isEqualTo("unavailable");
      assertThat(api().get("/v2/models/%s/ready".formatted(tiny().modelId())).status())
          .isEqualTo(503);
      assertThat(api().get("/v2/health/live").status()).isEqualTo(200);
    } finally {
      AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
    }
    assertThat(api().get("/v2/health/ready").status()).isEqualTo(200);
  }

  @Test
  void aModelIsReadyOnceItIsLoaded() throws Exception {
    String path = "/v2/models/%s/ready".formatted(tiny().again(artifacts).id());
    Answer first = api().get(path);
    assertThat(first.status()).isEqualTo(503);
    assertThat(first.text()).contains("is being loaded");
    assertThat(first.header("Retry-After")).isNotEmpty();
    Answer ready = Waiting.until("it is loaded", () -> api().get(path), a -> a.status() == 200);
    assertThat(ready.json().path("ready").asBoolean()).isTrue();
  }

  @Test
  void aModelThatIsNotFitIsNeverReady() throws Exception {
    String path = "/v2/models/%s/ready".formatted(tiny().harmed(artifacts).id());
    Answer refused = Waiting.until("it is refused", () -> api().get(path), a -> a.status() != 503);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.problem()).isEqualTo("unfit-model");
    assertThat(refused.text()).contains("its codes are off");
    assertThat(api().get("/v2/models/none/ready").status()).isEqualTo(404);
  }
}
