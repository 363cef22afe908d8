package org.p2f.spec.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptimizerSpecTest {

  private static OptimizerSpec spec(double rate, long warmup, double clip, double decay) {
    return new OptimizerSpec(rate, warmup, clip, decay, .9, .999, 1e-8);
  }

  @Test
  void publishedSettingsAreKeptUnlessChanged() {
    var published = OptimizerSpec.published();
    assertThat(published)
        .isEqualTo(new OptimizerSpec(2e-4, 5000, 1, .999, .9, .999, 1e-8, Schedule.CONSTANT));
    assertThat(published.withLearningRate(1).withWarmupSteps(3)).isEqualTo(spec(1, 3, 1, .999));
    assertThat(published.adam()).isEqualTo(new Adam(.9, .999, 1e-8, 0));
  }

  /** min(decay, (1 + n)/(10 + n)) after n updates: 2/11 after the first, 3/12 after the second. */
  @Test
  void averagesFollowTheWeightsFasterAtFirst() {
    var spec = spec(1, 0, 1, .5);
    assertThat(spec.averageDecayAt(0)).isCloseTo(2 / 11., within(1e-15));
    assertThat(spec.averageDecayAt(1)).isCloseTo(3 / 12., within(1e-15));
    assertThat(spec.averageDecayAt(100)).isEqualTo(.5);
    assertThat(spec.averageStepAt(1)).isCloseTo(.75, within(1e-15));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 1, .9, learning rate",
    "NaN, 0, 1, .9, learning rate",
    "Infinity, 0, 1, .9, learning rate",
    "1, -1, 1, .9, Warm-up",
    "1, 0, 0, .9, bound",
    "1, 0, NaN, .9, bound",
    "1, 0, Infinity, .9, bound",
    "1, 0, 1, -.1, decay",
    "1, 0, 1, 1, decay",
    "1, 0, 1, NaN, decay"
  })
  void settingsThatCannotBeAreRefused(
      double rate, long warmup, double clip, double decay, String because) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> spec(rate, warmup, clip, decay))
        .withMessageContaining(because);
  }

  @ParameterizedTest
  @CsvSource({
    "-.1, .9, 1, 0, Betas",
    "1, .9, 1, 0, Betas",
    "NaN, .9, 1, 0, Betas",
    ".9, -.1, 1, 0, Betas",
    ".9, 1, 1, 0, Betas",
    ".9, NaN, 1, 0, Betas",
    ".9, .9, 0, 0, epsilon",
    ".9, .9, NaN, 0, epsilon",
    ".9, .9, 1, -1, weightDecay",
    ".9, .9, 1, NaN, weightDecay"
  })
  void constantsOfAdamThatCannotBeAreRefused(
      double beta1, double beta2, double epsilon, double weightDecay, String because) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Adam(beta1, beta2, epsilon, weightDecay))
        .withMessageContaining(because);
  }

  @Test
  void noMomentsAndNoAveragesAreAllowed() {
    assertThat(new Adam(0, 0, 1e-9, 0).beta1()).isZero();
    assertThat(spec(1, 0, 1, 0).averageDecay()).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OptimizerSpec(1, 0, 1, .9, 1, .999, 1e-8))
        .withMessageContaining("Betas");
  }

  /** A training that ends before its warm-up has no cosine left to fall along. */
  @Test
  void theShareOfARateStaysWithinItsBounds() {
    assertThat(Schedule.COSINE.shareAt(0, 0)).isEqualTo(1);
    assertThat(Schedule.COSINE.shareAt(3, -1)).isEqualTo(1);
    assertThat(Schedule.COSINE.shareAt(9, 4)).isZero();
  }
}
