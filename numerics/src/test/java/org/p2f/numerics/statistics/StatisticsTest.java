package org.p2f.numerics.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  @Test
  void studentsPointsAreTheTabulatedOnes() {
    // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2, three decimals.
    assertThat(Quantiles.student(1)).isCloseTo(12.706, within(5e-4));
    assertThat(Quantiles.student(2)).isCloseTo(4.303, within(5e-4));
    assertThat(Quantiles.student(3)).isCloseTo(3.182, within(5e-4));
    assertThat(Quantiles.student(4)).isCloseTo(2.776, within(5e-4));
    assertThat(Quantiles.student(9)).isCloseTo(2.262, within(5e-4));
    assertThat(Quantiles.student(10)).isCloseTo(2.228, within(5e-4));
    assertThat(Quantiles.student(30)).isCloseTo(2.042, within(5e-4));
    assertThat(Quantiles.student(100)).isCloseTo(1.984, within(5e-4));
  }

  @Test
  void studentsFirstTwoPointsHaveClosedForms() {
    assertThat(Quantiles.student(1)).isCloseTo(Math.tan(Math.PI * .475), within(1e-9));
    double p = .95;
    assertThat(Quantiles.student(2)).isCloseTo(p * Math.sqrt(2 / (1 - p * p)), within(1e-12));
  }

  @Test
  void studentsPointsFallWithoutAJumpToTheNormalOne() {
    for (int n = 1; n < 1000; n++) {
      assertThat(Quantiles.student(n)).isGreaterThan(Quantiles.student(n + 1));
    }
    double before = Quantiles.student(198) - Quantiles.student(199);
    double across = Quantiles.student(199) - Quantiles.student(200);
    assertThat(across).isCloseTo(before, within(2e-6)); // a step here is 6e-5
    assertThat(Quantiles.student(10_000_000)).isCloseTo(Quantiles.NORMAL, within(1e-6));
  }

  @Test
  void wilsonsIntervalIsThePublishedOne() {
    // Newcombe, Statistics in Medicine 17 (1998), Table I, method 3.
    interval(81, 263, .2553, .3662);
    interval(15, 148, .0624, .1605);
    interval(0, 20, 0, .1611);
    interval(1, 29, .0061, .1718);
    interval(29, 29, .8830, 1);
  }

  private static void interval(int hits, int trials, double low, double high) {
    var wilson = new Proportion(hits, trials).wilsonInterval();
    assertThat(wilson.low()).isCloseTo(low, within(5e-5));
    assertThat(wilson.high()).isCloseTo(high, within(5e-5));
  }

  @Test
  void aSampleHasTheUnbiasedSpreadAndStudentsInterval() {
    var sample = new Sample(List.of(1.0, 2.0, 3.0, 4.0));
    assertThat(sample.mean()).isEqualTo(2.5);
    assertThat(sample.standardDeviation()).isCloseTo(Math.sqrt(5.0 / 3), within(1e-12));
    assertThat(sample.standardError()).isCloseTo(Math.sqrt(5.0 / 12), within(1e-12));
    double half = 3.182446305 * Math.sqrt(5.0 / 12);
    assertThat(sample.studentInterval().low()).isCloseTo(2.5 - half, within(1e-8));
    assertThat(sample.studentInterval().high()).isCloseTo(2.5 + half, within(1e-8));
  }

  @Test
  void theMedianIsTheMiddleOfTheSortedValues() {
    assertThat(new Sample(List.of(7.0)).median()).isEqualTo(7);
    assertThat(new Sample(List.of(9.0, 1.0, 4.0)).median()).isEqualTo(4);
    assertThat(new Sample(List.of(9.0, 1.0, 4.0, 100.0)).median()).isEqualTo(6.5);
  }

  @Test
  void pairingRemovesWhatBothSamplesShare() {
    var shared = List.of(10.0, 50.0, 90.0);
    var better = new Sample(List.of(11.0, 51.5, 90.5));
    var difference = better.minus(new Sample(shared));
    assertThat(difference.values()).containsExactly(1.0, 1.5, .5);
    assertThat(difference.studentInterval().width()).isLessThan(better.studentInterval().width());
    assertThatThrownBy(() -> difference.minus(new Sample(List.of(1.0))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> new Interval(1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Interval(Double.NaN, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Proportion(2, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Sample(List.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Sample(List.of(Double.NaN)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Sample(List.of(1.0)).studentInterval())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Quantiles.student(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
