package org.p2f.spec.semisupervised;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2f.spec.data.Augmentation;
import org.p2f.spec.optimizer.Schedule;

class SemiSupervisedSpecTest {

  private static SemiSupervisedSpec spec(
      int batch,
      int labelled,
      long supervised,
      int rounds,
      long perRound,
      double rate,
      double decay) {
    return new SemiSupervisedSpec(
        batch,
        labelled,
        supervised,
        rounds,
        perRound,
        rate,
        Schedule.COSINE,
        decay,
        true,
        Augmentation.WEAK,
        Augmentation.STRONG,
        PseudoLabelSpec.laplaceNet());
  }

  @Test
  void stepsAreThoseBeforeTheRoundsAndInThem() {
    var spec = spec(8, 2, 5, 3, 10, 1, 0);
    assertThat(spec.steps()).isEqualTo(35);
    assertThat(spec.stepsAfter(0)).isEqualTo(5);
    assertThat(spec.stepsAfter(2)).isEqualTo(25);
  }

  /**
   * Half a cosine over all steps: 1, 3/4, 1/2 at 0, 1/3 and 1/2 of the way, here of a rate of 2.
   */
  @Test
  void theRateFallsOverAllSteps() {
    var spec = spec(8, 2, 6, 3, 10, 2, 0);
    assertThat(spec.learningRateAt(0)).isEqualTo(2);
    assertThat(spec.learningRateAt(12)).isCloseTo(1.5, within(1e-15));
    assertThat(spec.learningRateAt(18)).isCloseTo(1, within(1e-15));
  }

  @ParameterizedTest
  @CsvSource({
    "8, 0, 1, 1, 1, 1, 0, cannot be labelled",
    "8, 8, 1, 1, 1, 1, 0, cannot be labelled",
    "8, 2, 0, 1, 1, 1, 0, at least 1",
    "8, 2, 1, 0, 1, 1, 0, at least 1",
    "8, 2, 1, 1, 0, 1, 0, at least 1",
    "8, 2, 1, 1, 1, 0, 0, learning rate",
    "8, 2, 1, 1, 1, NaN, 0, learning rate",
    "8, 2, 1, 1, 1, Infinity, 0, learning rate",
    "8, 2, 1, 1, 1, 1, -1, Weight decay",
    "8, 2, 1, 1, 1, 1, NaN, Weight decay",
    "8, 2, 1, 1, 1, 1, Infinity, Weight decay"
  })
  void trainingsThatCannotBeAreRefused(
      int batch,
      int labelled,
      long supervised,
      int rounds,
      long perRound,
      double rate,
      double decay,
      String because) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> spec(batch, labelled, supervised, rounds, perRound, rate, decay))
        .withMessageContaining(because);
  }

  @Test
  void theSmallestTrainingIsAllowed() {
    assertThat(spec(2, 1, 1, 1, 1, 1e-9, 0).steps()).isEqualTo(2);
  }

  @Test
  void edgesWeighAPowerOfTheCosineAndNothingBelowZero() {
    assertThat(EdgeWeights.COSINE.of(.5)).isEqualTo(.5);
    assertThat(EdgeWeights.CUBED_COSINE.of(.5)).isEqualTo(.125);
    assertThat(EdgeWeights.COSINE.of(-.5)).isZero();
    assertThat(EdgeWeights.CUBED_COSINE.of(-.5)).isZero();
  }

  @Test
  void propagationHasThePublishedSettings() {
    assertThat(PropagationSpec.iscen())
        .isEqualTo(new PropagationSpec(50, EdgeWeights.CUBED_COSINE, 20, 1e-6));
    assertThat(PseudoLabelSpec.laplaceNet())
        .isEqualTo(
            new PseudoLabelSpec(
                new PropagationSpec(50, EdgeWeights.COSINE, 30, 1e-3),
                true,
                PseudoLabelWeights.EQUAL));
    assertThat(PropagationSpec.laplaceNet()).isEqualTo(PseudoLabelSpec.laplaceNet().propagation());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, .5, 1 neighbour",
    "1, 0, .5, 1 neighbour",
    "1, 1, 0, tolerance",
    "1, 1, 1, tolerance",
    "1, 1, NaN, tolerance"
  })
  void propagationsThatCannotBeAreRefused(
      int neighbours, int iterations, double tolerance, String because) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new PropagationSpec(neighbours, EdgeWeights.COSINE, iterations, tolerance))
        .withMessageContaining(because);
  }

  @Test
  void oneNeighbourAndOneIterationAreAllowed() {
    assertThat(new PropagationSpec(1, EdgeWeights.COSINE, 1, .5).neighbours()).isOne();
  }
}
