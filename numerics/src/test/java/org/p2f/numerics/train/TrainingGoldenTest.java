package org.p2f.numerics.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2f.numerics.program.Layout;
import org.p2f.numerics.program.Precision;
import org.p2f.numerics.test.Golden;
import org.p2f.numerics.test.ReferenceCheck;

@ReferenceCheck
class TrainingGoldenTest {

  private static final double BOUND = 2e-5;

  /** In float64 only the order of sums is left to differ. */
  @ParameterizedTest
  @CsvSource({
    "training-drl-small,                     CONTIGUOUS",
    "training-drl-small,                     CHANNELS_LAST",
    "training-vdrl-tiny,                     CONTIGUOUS",
    "training-drl-likelihood-weighted-tiny,  CONTIGUOUS",
    "training-ae-l2-tiny,                    CONTIGUOUS",
    "training-vae-bce-tiny,                  CONTIGUOUS"
  })
  void threeStepsInFloat64AreThePublishedCodes(String name, Layout layout) {
    try (var golden = Golden.open(name);
        var fixture = new GoldenRun(golden, Precision.FLOAT64, layout)) {
      assertThat(fixture.evaluationError()).isLessThan(1e-11); // measured 1.1e-13
      assertThat(fixture.gradientError()).isLessThan(1e-10); // measured 1.0e-12
      var after = fixture.stepsError();
      assertThat(after.metrics()).isLessThan(1e-11); // measured 6e-14
      assertThat(after.tensors()).isLessThan(1e-11); // measured 6e-14
    }
  }

  /**
   * In float32 a ReLU's input that is 0 but for rounding may fall on the other side, which turns
   * one pixel's gradient on or off: in training-drl-small that happens once, in layer2.2, and the
   * layers before it have gradients of 1e-4 of the whole that are off by up to a fiftieth.
   */
  @ParameterizedTest
  @CsvSource({
    "training-drl-small,                     CONTIGUOUS,     2e-5, 2e-4",
    "training-drl-small,                     CHANNELS_LAST,  2e-5, 2e-4",
    "training-vdrl-tiny,                     CONTIGUOUS,     2e-5, 2e-5",
    "training-drl-likelihood-weighted-tiny,  CONTIGUOUS,     2e-5, 2e-5",
    "training-ae-l2-tiny,                    CHANNELS_LAST,  2e-5, 2e-5",
    "training-vae-bce-tiny,                  CHANNELS_LAST,  2e-5, 2e-4"
  })
  void threeStepsInFloat32StayWithinRounding(
      String name, Layout layout, double metricsBound, double tensorsBound) {
    try (var golden = Golden.open(name);
        var fixture = new GoldenRun(golden, Precision.FLOAT32, layout)) {
      double evaluation = fixture.evaluationError();
      var after = fixture.stepsError();
      assertThat(evaluation).isLessThan(BOUND); // measured 5.6e-7
      assertThat(after.metrics()).isLessThan(metricsBound);
      assertThat(after.tensors()).isLessThan(tensorsBound); // measured 9.8e-5, 5.1e-5 and 1.8e-5
    }
  }
}
