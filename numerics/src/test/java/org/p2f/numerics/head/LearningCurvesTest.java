package org.p2f.numerics.head;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LearningCurvesTest {

  @Test
  void aHeadEndsOncePatienceRanOutAndStaysAsItWas() {
    var curves = new LearningCurves(2, 10, 2);
    assertThat(curves.after(10, 1, new long[] {5, 1})).containsExactly(true, true);
    assertThat(curves.after(20, 2, new long[] {5, 2})).containsExactly(false, true);
    assertThat(curves.learns(0)).isTrue();
    assertThat(curves.after(30, 3, new long[] {4, 3})).containsExactly(false, true);
    assertThat(curves.learns(0)).isFalse();
    assertThat(curves.learns(1)).isTrue();
    assertThat(curves.after(40, 4, new long[] {9, 3})).containsExactly(false, false);
    assertThat(curves.best(0)).isEqualTo(10);
    assertThat(curves.last(0)).isEqualTo(30);
    assertThat(curves.correct(0)).isEqualTo(5);
    assertThat(curves.best(1)).isEqualTo(30);
    assertThat(curves.last(1)).isEqualTo(40);
  }

  @Test
  void withoutPatienceNoHeadEnds() {
    var curves = new LearningCurves(1, 10, null);
    for (int epoch = 1; epoch <= 100; epoch++) {
      curves.after(epoch, epoch, new long[] {7});
    }
    assertThat(curves.learns(0)).isTrue();
    assertThat(curves.best(0)).isEqualTo(1);
    assertThat(curves.last(0)).isEqualTo(100);
  }

  /** Nothing can be better, so what is kept of it stays the same however long it learns. */
  @Test
  void aHeadThatIsAlwaysRightEnds() {
    var curves = new LearningCurves(2, 10, null);
    curves.after(10, 1, new long[] {9, 8});
    assertThat(curves.after(20, 2, new long[] {10, 9})).containsExactly(true, true);
    assertThat(curves.learns(0)).isFalse();
    assertThat(curves.learns(1)).isTrue();
    assertThat(curves.after(30, 3, new long[] {3, 9})).containsExactly(false, false);
    assertThat(curves.best(0)).isEqualTo(20);
    assertThat(curves.last(0)).isEqualTo(20);
    assertThat(curves.convergence(0).converged()).isTrue();
    assertThat(curves.convergence(0).rise()).isZero();
    assertThat(curves.convergence(1).converged()).isFalse(); // too few validations to tell
  }
}
