package org.p2f.downstream.study.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.downstream.study.Contrast;
import org.p2f.numerics.head.RightAnswers;

class ContrastsTest {

  private static Contrast paired(List<RightAnswers> first, List<RightAnswers> second) {
    return Contrasts.paired(List.of(first), List.of(second));
  }

  private static double width(Contrast contrast) {
    return contrast.high() - contrast.low();
  }

  /**
   * Of 50 images 12 are read by the first head alone and 2 by the second alone. Bonett and Price's
   * interval is (13 − 3)/52 ± 1.96 √((16/52 − (10/52)²)/52), a half width of 0.1414. They move its
   * centre towards 0 and divide by 52 also under the root: 2 % less.
   */
  @Test
  void answersArePairedImageByImage() {
    var contrast = paired(Heads.right(50, 0, 42), Heads.right(50, 0, 30, 42, 44));
    assertThat(contrast.mean()).isCloseTo(.2, within(1e-12));
    assertThat(width(contrast) / 2).isCloseTo(.1414, within(.003));
  }

  @Test
  void headsThatAnswerAlikeDifferByLittle() {
    var alike = paired(Heads.right(1000, 0, 600), Heads.right(1000, 0, 590));
    var apart = paired(Heads.right(1000, 0, 600), Heads.right(1000, 410, 1000));
    assertThat(alike.mean()).isCloseTo(apart.mean(), within(1e-12));
    assertThat(alike.isGain()).isTrue();
    assertThat(apart.isGain() || apart.isLoss()).isFalse();
  }

  @Test
  void equalAnswersAreNoProofOfEquality() {
    var contrast = paired(Heads.right(100, 0, 100), Heads.right(100, 0, 100));
    // two images of 102 may differ: 1.96 √(2/102/100)
    assertThat(contrast.low()).isCloseTo(-.0274, within(1e-4));
    assertThat(contrast.high()).isCloseTo(.0274, within(1e-4));
  }

  @Test
  void encodersThatDifferWidenIt() {
    var control = Heads.right(1000, 0, 500);
    var narrow =
        Contrasts.with(
            List.of(
                Heads.right(1000, 0, 600), Heads.right(1000, 0, 600), Heads.right(1000, 0, 600)),
            control);
    var wide =
        Contrasts.with(
            List.of(
                Heads.right(1000, 0, 550), Heads.right(1000, 0, 600), Heads.right(1000, 0, 650)),
            control);
    assertThat(wide.mean()).isCloseTo(narrow.mean(), within(1e-12));
    assertThat(narrow.isGain()).isTrue();
    // Student's of three values 0.05 apart reaches 0.124 to each side
    assertThat(wide.low()).isLessThan(.1 - .124);
    assertThat(wide.isGain() || wide.isLoss()).isFalse();
  }

  @Test
  void seedsOfTheHeadsWidenItWhereThereIsOneEncoder() {
    var one = Heads.right(1000, 0, 600).getFirst();
    var less = Heads.right(1000, 0, 500).getFirst();
    var more = Heads.right(1000, 0, 700).getFirst();
    var control = List.of(Heads.right(1000, 0, 500).getFirst());
    var alike = paired(List.of(one, one, one), control);
    var apart = paired(List.of(less, one, more), control);
    assertThat(apart.mean()).isCloseTo(alike.mean(), within(1e-12));
    // Student's of three values 0.1 apart is 4.303 · 0.1 / √3 = 0.2484, of the images 0.0135
    assertThat(width(apart) / 2).isCloseTo(Math.hypot(.2484, .0135), within(2e-4));
    assertThat(Contrasts.with(List.of(List.of(less, one, more)), control)).isEqualTo(apart);
    assertThat(width(paired(control, List.of(less, one, more)))).isEqualTo(width(apart));
  }

  @Test
  void encodersComeInPairs() {
    var head = Heads.right(10, 0, 5);
    assertThatThrownBy(() -> Contrasts.paired(List.of(head, head), List.of(head)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 encoders with 1");
  }

  /** Two heads, 2,000 times: 95 % of the intervals hold the truth, whatever the heads share. */
  @ParameterizedTest
  @ValueSource(doubles = {0, .5, .9})
  void itHoldsTheTruthAsOftenAsItSays(double shared) {
    var random = new Random(5);
    int held = 0;
    for (int i = 0; i < 2000; i++) {
      var heads = Heads.drawn(random, 400, .7, .6, shared);
      var contrast = paired(heads.getFirst(), heads.getLast());
      held += contrast.low() <= .1 && .1 <= contrast.high() ? 1 : 0;
    }
    // three standard errors of a share of 2,000: 0.015
    assertThat(held / 2000.).isBetween(.935, .965);
  }
}
