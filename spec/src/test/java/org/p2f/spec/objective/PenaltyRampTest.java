package org.p2f.spec.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PenaltyRampTest {

  @Test
  void theShareRisesLinearlyBetweenTwoSteps() {
    var ramp = new PenaltyRamp(10, 14);
    assertThat(LongStream.of(0, 9, 10, 11, 12, 13, 14, 1000).mapToDouble(ramp::shareAt).toArray())
        .containsExactly(0, 0, 0, .25, .5, .75, 1, 1);
  }

  @Test
  void aRampOfNoLengthIsAStep() {
    var step = new PenaltyRamp(3, 3);
    assertThat(step.shareAt(2)).isZero();
    assertThat(step.shareAt(3)).isOne();
    assertThat(PenaltyRamp.none().shareAt(0)).isOne();
  }

  @Test
  void aRampThatEndsBeforeItBeginsIsRefused() {
    assertThatThrownBy(() -> new PenaltyRamp(5, 4)).hasMessageContaining("5 to 4");
    assertThatThrownBy(() -> new PenaltyRamp(-1, 4)).isInstanceOf(IllegalArgumentException.class);
  }
}
