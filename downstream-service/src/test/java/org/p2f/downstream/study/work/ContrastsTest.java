package org.p2f.downstream.study.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.p2f.downstream.head.TestAccuracy;
import org.p2f.numerics.statistics.Proportion;

class ContrastsTest {

  private static TestAccuracy of(int correct, int images) {
    var interval = new Proportion(correct, images).wilsonInterval();
    return new TestAccuracy(correct / (double) images, interval.low(), interval.high(), 1, images);
  }

  /** Newcombe's worked example: 56 of 70 less 48 of 80 is 0.2, from 0.0524 to 0.3339. */
  @Test
  void ofOneEncoderTheIntervalIsThatOfIndependentImages() {
    var contrast = Contrasts.paired(List.of(of(56, 70)), List.of(of(48, 80)));
    assertThat(contrast.mean()).isCloseTo(.2, within(1e-12));
    assertThat(contrast.low()).isCloseTo(.0524, within(5e-5)); // as printed
    assertThat(contrast.high()).isCloseTo(.3339, within(5e-5));
  }

  @Test
  void encodersThatDifferWidenIt() {
    var alike = List.of(of(600, 1000), of(600, 1000), of(600, 1000));
    var apart = List.of(of(550, 1000), of(600, 1000), of(650, 1000));
    var control = of(500, 1000);
    var narrow = Contrasts.with(alike, control);
    var wide = Contrasts.with(apart, control);
    assertThat(wide.mean()).isCloseTo(narrow.mean(), within(1e-12));
    assertThat(narrow.isGain()).isTrue();
    // Student's of three values 0.05 apart reaches 0.124 to each side
    assertThat(wide.low()).isLessThan(.1 - .124);
    assertThat(wide.isGain() || wide.isLoss()).isFalse();
  }

  /** Two encoders that read equally well, 2,000 times: 95 % of the intervals hold the truth. */
  @Test
  void itHoldsTheTruthAsOftenAsItSays() {
    var random = new Random(5);
    int held = 0;
    for (int i = 0; i < 2000; i++) {
      var contrast = Contrasts.paired(List.of(drawn(random, .7)), List.of(drawn(random, .6)));
      held += contrast.low() <= .1 && .1 <= contrast.high() ? 1 : 0;
    }
    // three standard errors of a share of 2,000: 0.015
    assertThat(held / 2000.).isBetween(.935, .965);
  }

  private static TestAccuracy drawn(Random random, double accuracy) {
    int images = 400;
    int correct = 0;
    for (int i = 0; i < images; i++) {
      correct += random.nextDouble() < accuracy ? 1 : 0;
    }
    return of(correct, images);
  }
}
