package org.p2f.numerics.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class TwoLevelMeanTest {
  private static final Sample THREE = new Sample(List.of(.01, .03, .02));

  @Test
  void eachLevelAloneGivesItsKnownInterval() {
    assertThat(new TwoLevelMean(THREE, 0).interval().high())
        .isCloseTo(.02 + 4.302652729911275 * .01 / Math.sqrt(3), within(1e-12)); // t of 2, tables
    var equal = new Sample(List.of(.02, .02));
    assertThat(new TwoLevelMean(equal, .01).interval().low())
        .isCloseTo(.02 - 1.959963984540054 * .01, within(1e-12)); // Φ⁻¹(.975), tables
  }

  /** scipy.stats: 2·t.sf(t, 2) and 2·norm.sf(z). */
  @Test
  void eachLevelAloneGivesItsKnownP() {
    double t = .02 / (.01 / Math.sqrt(3)); // 2√3
    // For two degrees of freedom P(|T| > t) = 1 − t/√(t² + 2).
    assertThat(new TwoLevelMean(THREE, 0).p(0))
        .isCloseTo(1 - t / Math.sqrt(t * t + 2), within(1e-8));
    var equal = new Sample(List.of(.02, .02));
    assertThat(new TwoLevelMean(equal, .01).p(0)).isCloseTo(.04550026389635842, within(1e-8));
    assertThat(new TwoLevelMean(equal, .01).p(.02)).isCloseTo(1, within(1e-8));
    assertThat(new TwoLevelMean(equal, 0).p(.02)).isCloseTo(1, within(1e-8));
  }

  @Test
  void pIsFivePercentAtBothEndsOfTheInterval() {
    var mean = new TwoLevelMean(THREE, .004);
    assertThat(mean.p(mean.interval().low())).isCloseTo(.05, within(1e-8));
    assertThat(mean.p(mean.interval().high())).isCloseTo(.05, within(1e-8));
  }

  /**
   * Crossed effects of 5 units and 400 images around 0: without the images' part the interval of so
   * few images misses the truth far more than one time in twenty.
   */
  @Test
  void theIntervalCoversTheTruthWhereUnitsShareTheirImages() {
    var random = new Random(1);
    int covered = 0;
    int byUnitsAlone = 0;
    int studies = 4_000;
    for (int study = 0; study < studies; study++) {
      double images = random.nextGaussian() * .02; // mean of N images of deviation .02·√N
      var units =
          new Sample(
              DoubleStream.generate(() -> images + .01 * random.nextGaussian())
                  .limit(5)
                  .boxed()
                  .toList());
      covered += new TwoLevelMean(units, .02).interval().contains(0) ? 1 : 0;
      byUnitsAlone += units.studentInterval().contains(0) ? 1 : 0;
    }
    // Binomial noise of 4,000: .0035.
    assertThat(covered / (double) studies).isBetween(.94, .975); // seen .955
    assertThat(byUnitsAlone / (double) studies).isLessThan(.6); // seen .52
  }

  @Test
  void whatIsNoErrorIsRefused() {
    assertThatThrownBy(() -> new TwoLevelMean(THREE, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TwoLevelMean(new Sample(List.of(1.)), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
