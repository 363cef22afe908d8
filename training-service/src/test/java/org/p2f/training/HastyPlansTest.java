package org.p2f.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.p2f.kit.test.Answer;
import org.springframework.test.context.TestPropertySource;

/** A platform that does not wait for steps to be measured: no machine does any in a millisecond. */
@TestPropertySource(properties = "p2f.training-plans.patience=1ms")
class HastyPlansTest extends TrainingTest {

  @Test
  void planWhoseStepsTakeTooLongIsAnsweredWithoutEstimate() {
    for (int call = 0; call < 2; call++) {
      Answer answer = api().post("/v1/training-plans", request(Map.of()));
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      assertThat(answer.json().path("plan").path("steps").asInt()).isEqualTo(STEPS);
      assertThat(answer.json().has("parameterCount")).isTrue();
      assertThat(answer.json().has("estimatedSeconds")).isFalse();
    }
  }
}
