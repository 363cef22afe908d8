package org.p2f.downstream.study.work.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.p2f.downstream.study.Effect;

class EffectsTest {

  /** With three encoders the bootstrap's interval is the values' range; Student's is 2.48 s. */
  @Test
  void ofThreeEncodersStudentDecidesAndBothAreTold() {
    var effect = Effects.ofEncoders(List.of(.01, .03, .02));
    assertThat(effect.mean()).isCloseTo(.02, within(1e-12));
    assertThat(effect.bootstrap()).isEqualTo(new Effect.Range(.01, .03));
    double half = 4.302652729911275 * .01 / Math.sqrt(3); // t of two degrees of freedom, tables
    assertThat(Objects.requireNonNull(effect.student()).low()).isCloseTo(.02 - half, within(1e-9));
    assertThat(effect.low()).isCloseTo(.02 - half, within(1e-9));
    assertThat(effect.high()).isCloseTo(.02 + half, within(1e-9));
    assertThat(effect.signFlip()).isEqualTo(.25);
    assertThat(effect.perEncoder()).containsExactly(.01, .03, .02);
  }

  @Test
  void ofTwoToFourEncodersTheBootstrapIsNeverTheWider() {
    for (var values :
        List.of(
            List.of(0., 1.),
            List.of(0., 0., 1.),
            List.of(0., 0., 0., 1.),
            List.of(0., .9, 1., 1.))) {
      var effect = Effects.ofEncoders(values);
      var student = Objects.requireNonNull(effect.student());
      assertThat(effect.low()).as(values.toString()).isEqualTo(student.low());
      assertThat(effect.high()).as(values.toString()).isEqualTo(student.high());
    }
  }

  @Test
  void oneEncoderHasNoInterval() {
    var effect = Effects.ofEncoders(List.of(.3));
    assertThat(effect.low()).isEqualTo(.3);
    assertThat(effect.student()).isNull();
    assertThat(effect.bootstrap()).isNull();
    assertThat(effect.signFlip()).isNull();
  }
}
