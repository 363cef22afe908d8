package org.p2f.numerics.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.p2f.spec.head.AttentionMask;
import org.p2f.spec.head.Head;
import org.p2f.spec.head.HeadSpec;

class HeadSpecTest {

  private static final List<Double> TIMES = List.of(0.0, 0.5, 1.0);

  @Test
  void headsHaveThePublishedNumbersOfParameters() {
    assertThat(HeadSize.parameterCount(new HeadSpec.Mlp(128, 10))).isEqualTo(71_178);
    assertThat(HeadSize.parameterCount(new HeadSpec.Gru(128, 10, 11))).isEqualTo(299_018);
    assertThat(HeadSize.parameterCount(new HeadSpec.Transformer(128, 10, 11, 2, Set.of())))
        .isEqualTo(562_954);
  }

  @Test
  void twoClassesTakeOneLogit() {
    assertThat(new HeadSpec.Mlp(4, 2).outputs()).isEqualTo(1);
    assertThat(new HeadSpec.Mlp(4, 3).outputs()).isEqualTo(3);
  }

  @Test
  void masksHideWhatTheirNumbersSay() {
    assertThat(AttentionMask.numbered(0).hidden(TIMES)).isEmpty();
    assertThat(AttentionMask.numbered(1).hidden(TIMES)).containsExactly(1);
    assertThat(AttentionMask.numbered(2).hidden(TIMES)).containsExactly(3);
    assertThat(AttentionMask.numbered(3).hidden(TIMES)).containsExactlyInAnyOrder(1, 3);
    assertThat(AttentionMask.numbered(4).hidden(TIMES)).containsExactlyInAnyOrder(0, 2, 3);
  }

  @Test
  void aMaskOfTheMiddleIsRefusedWhereTheTimesLackIt() {
    assertThatThrownBy(() -> AttentionMask.HALF.hidden(List.of(0.0, 1.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lack 0.5");
  }

  @Test
  void aTransformerThatSeesNoTokenIsRefused() {
    assertThatThrownBy(() -> new HeadSpec.Transformer(4, 3, 1, 1, Set.of(0, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("visible token");
  }

  @Test
  void aLearningRateMustBePositiveAndFinite() {
    for (double rate : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new HeadMember(new Head.Gru(), rate, 0))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
