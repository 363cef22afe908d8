package org.p2f.downstream.study.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.p2f.downstream.head.TestAccuracy;
import org.p2f.downstream.study.StudyReport;

class EstimatesTest {

  private static TestAccuracy accuracy(double mean) {
    return new TestAccuracy(mean, mean - .05, mean + .05, 3, 400);
  }

  /** One encoder far from the others moves the mean and not the median. */
  @Test
  void accuraciesOfEncodersHaveTheirMedianBesideTheirMean() {
    var estimate = Estimates.ofAccuracies(Stream.of(.9, .5, .6).map(a -> accuracy(a)).toList());
    assertThat(estimate.mean()).isCloseTo(2 / 3., within(1e-12));
    assertThat(estimate.median()).isEqualTo(.6);
    assertThat(StudyReport.CurvePoint.of(.5, estimate).median()).isEqualTo(.6);
    assertThat(StudyReport.GranularityPoint.of(11, estimate).median()).isEqualTo(.6);
    assertThat(Estimates.of(List.of(4., 1., 2., 100.)).median()).isEqualTo(3);
  }

  @Test
  void oneEncodersMedianIsItself() {
    var estimate = Estimates.ofAccuracies(List.of(accuracy(.7)));
    assertThat(estimate.median()).isEqualTo(.7);
    assertThat(estimate.encoders()).isEqualTo(1);
  }
}
