package org.p2f.numerics.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class RightAnswersTest {

  /** Images 0 and 9: bytes 1 and 2, which RFC 4648's alphabet writes AQI=. */
  @Test
  void eachImageHasABit() {
    var right = new BitSet();
    right.set(0);
    right.set(9);
    var answers = RightAnswers.of(right, 12);
    assertThat(answers.bits()).isEqualTo("AQI=");
    assertThat(answers.right()).isEqualTo(right);
    assertThat(answers.count()).isEqualTo(2);
    assertThat(RightAnswers.of(new BitSet(), 12).count()).isZero();
  }

  @Test
  void anImageThatIsNotThereCannotBeRight() {
    assertThatThrownBy(() -> new RightAnswers(9, "AQI="))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("9 images");
    assertThatThrownBy(() -> new RightAnswers(0, "")).isInstanceOf(IllegalArgumentException.class);
  }
}
