package org.p2f.spec.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PowerProfileTest {

  /** As told in Karras et al., arXiv:2312.02696, sect. 3.1; γ = 0 is the mean of all steps. */
  @Test
  void exponentsAreThePublishedOnes() {
    assertThat(PowerProfile.exponent(.05)).isCloseTo(16.97, within(.005));
    assertThat(PowerProfile.exponent(.1)).isCloseTo(6.94, within(.005));
    assertThat(PowerProfile.exponent(PowerProfile.WIDEST)).isCloseTo(0, within(1e-9));
  }

  /** p(τ) of t steps, as written in the paper. */
  private static DoubleUnaryOperator profile(double exponent, double t) {
    return tau ->
        tau > t ? 0 : (exponent + 1) * Math.pow(tau, exponent) / Math.pow(t, exponent + 1);
  }

  /** By the midpoint rule. */
  private static double integral(double until, DoubleUnaryOperator f) {
    int parts = 100_000;
    double sum = 0;
    for (int i = 0; i < parts; i++) {
      sum += f.applyAsDouble((i + .5) * until / parts);
    }
    return sum * until / parts;
  }

  @ParameterizedTest
  @ValueSource(doubles = {.01, .05, .1, .2, .28})
  void aWidthIsTheStandardDeviationOfTheStepsThatCount(double width) {
    var p = profile(PowerProfile.exponent(width), 1);
    assertThat(integral(1, p)).isCloseTo(1, within(1e-7));
    double mean = integral(1, tau -> tau * p.applyAsDouble(tau));
    double square = integral(1, tau -> tau * tau * p.applyAsDouble(tau));
    // the rule's error of some 1e-8 in the variance, divided by twice the width
    assertThat(Math.sqrt(square - mean * mean)).isCloseTo(width, within(1e-5));
  }

  @ParameterizedTest
  @CsvSource({"7, .05, 10, .1", "10, .05, 7, .1", "10, .2, 10, .2", "3, .25, 10, .02"})
  void productsAreIntegrals(long t, double width, long other, double otherWidth) {
    var p = profile(PowerProfile.exponent(width), (double) t);
    var q = profile(PowerProfile.exponent(otherWidth), (double) other);
    double end = (double) Math.max(t, other);
    // steps at t cut cells of the midpoint rule
    assertThat(new PowerProfile(t, width).dot(new PowerProfile(other, otherWidth)))
        .isCloseTo(integral(end, tau -> p.applyAsDouble(tau) * q.applyAsDouble(tau)), within(1e-5));
  }

  /** Every step's weights have the integral of p over it, whatever the number of steps. */
  @Test
  void stepsOfAnAverageGiveItTheProfile() {
    var averages = new PowerAverages(List.of(.05, .1, .25));
    int steps = 30;
    for (int which = 0; which < 3; which++) {
      double power = PowerProfile.exponent(averages.widths().get(which)) + 1;
      double[] shares = new double[steps];
      for (int step = 0; step < steps; step++) {
        double towards = averages.stepAt(which, step);
        for (int earlier = 0; earlier < step; earlier++) {
          shares[earlier] *= 1 - towards;
        }
        shares[step] = towards;
      }
      for (int step = 0; step < steps; step++) {
        double expected =
            Math.pow((step + 1.) / steps, power) - Math.pow((double) step / steps, power);
        assertThat(shares[step]).isCloseTo(expected, within(1e-13));
      }
    }
  }

  private static List<PowerProfile> kept(long steps, long every) {
    var kept = new ArrayList<PowerProfile>();
    for (long step = every; step <= steps; step += every) {
      kept.add(new PowerProfile(step, .05));
      kept.add(new PowerProfile(step, .1));
    }
    return kept;
  }

  /** An average that was kept is itself. */
  @Test
  void anAverageThatWasKeptIsMet() {
    var kept = kept(2_000, 100);
    for (int i : new int[] {0, 17, 38, 39}) {
      var fit = PostHocAverage.of(kept, kept.get(i));
      assertThat(fit.error()).isLessThan(1e-3);
      assertThat(fit.shares().stream().mapToDouble(share -> share).sum())
          .isCloseTo(1, within(1e-3));
    }
  }

  /** The error is that of the profile of the combination, integrated. */
  @ParameterizedTest
  @CsvSource({".02, .1", ".08, .003", ".15, .01", ".25, .1"})
  void otherWidthsAreMetFromTwo(double width, double most) {
    var kept = kept(2_000, 100);
    var fit = PostHocAverage.of(kept, new PowerProfile(2_000, width));
    var wanted = profile(PowerProfile.exponent(width), 2_000);
    var profiles =
        kept.stream()
            .map(one -> profile(PowerProfile.exponent(one.width()), (double) one.steps()))
            .toList();
    DoubleUnaryOperator found =
        tau -> {
          double sum = 0;
          for (int i = 0; i < profiles.size(); i++) {
            sum += fit.shares().get(i) * profiles.get(i).applyAsDouble(tau);
          }
          return sum;
        };
    double off =
        integral(2_000, tau -> Math.pow(found.applyAsDouble(tau) - wanted.applyAsDouble(tau), 2));
    double whole = integral(2_000, tau -> Math.pow(wanted.applyAsDouble(tau), 2));
    assertThat(fit.error()).isCloseTo(Math.sqrt(off / whole), within(1e-3)).isLessThan(most);
    assertThat(fit.shares().stream().mapToDouble(share -> share).sum()).isCloseTo(1, within(1e-9));
  }

  @Test
  void whatIsNarrowerThanTheKeptOnesLieApartIsNotMet() {
    assertThat(PostHocAverage.of(kept(2_000, 500), new PowerProfile(2_000, .004)).error())
        .isGreaterThan(.3);
  }

  @Test
  void whatIsNoAverageIsRefused() {
    for (double width : new double[] {0, -.1, .3, Double.NaN}) {
      assertThatThrownBy(() -> new PowerProfile(1, width))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new PowerAverages(List.of(width)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new PowerProfile(0, .1)).hasMessageContaining("at least 1 step");
    assertThatThrownBy(() -> new PowerAverages(List.of(.1, .1))).hasMessageContaining("differ");
    assertThatThrownBy(() -> new PowerAverages(List.of(.1, .11, .12, .13, .14)))
        .hasMessageContaining("at most 4");
    assertThatThrownBy(() -> PostHocAverage.of(List.of(), new PowerProfile(1, .1)))
        .hasMessageContaining("No averages");
  }
}
