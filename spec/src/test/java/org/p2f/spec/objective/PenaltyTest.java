package org.p2f.spec.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PenaltyTest {

  @Test
  void theShareRisesLinearlyBetweenTwoSteps() {
    var penalty = new Penalty(2, 10, 14);
    assertThat(
            LongStream.of(0, 9, 10, 11, 12, 13, 14, 1000).mapToDouble(penalty::shareAt).toArray())
        .containsExactly(0, 0, 0, .25, .5, .75, 1, 1);
  }

  @Test
  void aRampOfNoLengthIsAStep() {
    var step = new Penalty(2, 3, 3);
    assertThat(step.shareAt(2)).isZero();
    assertThat(step.shareAt(3)).isOne();
    assertThat(Penalty.constant(2).shareAt(0)).isOne();
  }

  @Test
  void aRampThatEndsBeforeItBeginsIsRefused() {
    assertThatThrownBy(() -> new Penalty(2, 5, 4)).hasMessageContaining("5 to 4");
    assertThatThrownBy(() -> new Penalty(2, -1, 4)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aWeightThatIsNoneIsRefused() {
    for (double weight : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> Penalty.constant(weight))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
