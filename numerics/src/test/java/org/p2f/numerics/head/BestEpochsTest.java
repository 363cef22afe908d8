package org.p2f.numerics.head;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BestEpochsTest {

  @Test
  void aHeadEndsOncePatienceRanOutAndStaysAsItWas() {
    var epochs = new BestEpochs(2, 2);
    assertThat(epochs.after(1, new long[] {5, 1})).containsExactly(true, true);
    assertThat(epochs.after(2, new long[] {5, 2})).containsExactly(false, true);
    assertThat(epochs.learns(0)).isTrue();
    assertThat(epochs.after(3, new long[] {4, 3})).containsExactly(false, true);
    assertThat(epochs.learns(0)).isFalse();
    assertThat(epochs.learns(1)).isTrue();
    assertThat(epochs.after(4, new long[] {9, 3})).containsExactly(false, false);
    assertThat(epochs.best(0)).isEqualTo(1);
    assertThat(epochs.last(0)).isEqualTo(3);
    assertThat(epochs.correct(0)).isEqualTo(5);
    assertThat(epochs.best(1)).isEqualTo(3);
    assertThat(epochs.last(1)).isEqualTo(4);
  }

  @Test
  void withoutPatienceNoHeadEnds() {
    var epochs = new BestEpochs(1, null);
    for (int epoch = 1; epoch <= 100; epoch++) {
      epochs.after(epoch, new long[] {7});
    }
    assertThat(epochs.learns(0)).isTrue();
    assertThat(epochs.best(0)).isEqualTo(1);
    assertThat(epochs.last(0)).isEqualTo(100);
  }
}
