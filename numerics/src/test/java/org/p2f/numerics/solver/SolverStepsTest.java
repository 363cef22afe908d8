package org.p2f.numerics.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2f.numerics.net.Noising;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.diffusion.SubVariancePreserving;
import org.p2f.spec.diffusion.TimeSteps;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.diffusion.VariancePreserving;
import org.p2f.spec.sampling.Predictor;
import org.p2f.spec.sampling.Solver;
import org.p2f.spec.sampling.StepSpacing;

/** The numbers of solvers' steps, without a program. */
class SolverStepsTest {

  private static final Sde VE = new VarianceExploding(.01, 5);
  private static final Sde VP = VariancePreserving.published();

  /** Of images that are a number: mean and standard deviation. */
  private static final double MEAN = .7;

  private static final double STD = .4;

  static Stream<Arguments> rules() {
    return Stream.of(VE, VP, SubVariancePreserving.published())
        .flatMap(
            sde ->
                Stream.of(
                    Arguments.of(sde, Solver.DDIM, StepSpacing.LOG_SNR, 1),
                    Arguments.of(sde, Solver.HEUN, StepSpacing.LOG_SNR, 2),
                    Arguments.of(sde, Solver.DPM_SOLVER_PP_2M, StepSpacing.LOG_SNR, 2),
                    Arguments.of(sde, Solver.EULER, StepSpacing.TIME, 1),
                    Arguments.of(sde, Solver.RUNGE_KUTTA_4, StepSpacing.TIME, 4)));
  }

  /** Of a normal distribution: images keep their distance from the mean in standard deviations. */
  @ParameterizedTest
  @MethodSource("rules")
  void errorsFallAtTheRulesOrder(Sde sde, Solver solver, StepSpacing spacing, int order) {
    double coarse = error(sde, solver, spacing, 100);
    double fine = error(sde, solver, spacing, 200);
    assertThat(coarse).isLessThan(.5); // Euler's rule in t, where noise explodes, is the worst
    assertThat(coarse / fine).isGreaterThan(Math.pow(2, order - .5));
  }

  private static double error(Sde sde, Solver solver, StepSpacing spacing, int steps) {
    var levels = Levels.of(Noising.continuous(sde), spacing, steps);
    double start = 1.3;
    double x = sde.meanCoefficient(1) * MEAN + start * spread(sde, 1);
    double memory = 0;
    for (int i = 0; i < steps; i++) {
      var before = i == 0 ? null : levels.get(i - 1);
      var step = FixedStep.of(solver, sde, before, levels.get(i), levels.get(i + 1));
      List<Double> scores = new ArrayList<>();
      for (int stage = 0; stage < step.times().size(); stage++) {
        double state = stage == 0 ? x : value(step.states().get(stage - 1), x, memory, scores);
        scores.add(score(sde, step.times().get(stage), state));
      }
      double next = value(step.result(), x, memory, scores);
      memory = value(step.kept(), x, memory, scores);
      x = next;
    }
    double end = levels.getLast().t();
    return Math.abs((x - sde.meanCoefficient(end) * MEAN) / spread(sde, end) - start);
  }

  private static double spread(Sde sde, double t) {
    return Math.hypot(sde.meanCoefficient(t) * STD, sde.marginalStd(t));
  }

  private static double score(Sde sde, double t, double x) {
    return (sde.meanCoefficient(t) * MEAN - x) / Math.pow(spread(sde, t), 2);
  }

  private static double value(Combination sum, double x, double memory, List<Double> scores) {
    double value = sum.images() * x + sum.memory() * memory;
    for (int i = 0; i < scores.size(); i++) {
      value += sum.scores().get(i) * scores.get(i);
    }
    return value;
  }

  /** Butcher's conditions: Σ b·c^k = 1/(k + 1) up to the order, and rows that sum to their node. */
  @Test
  void dormandAndPrincesPairIsOfOrdersFiveAndFour() {
    for (int i = 0; i < DormandPrince.STAGES.size(); i++) {
      assertThat(DormandPrince.STAGES.get(i).stream().mapToDouble(a -> a).sum())
          .isCloseTo(DormandPrince.NODES.get(i), within(1e-14));
    }
    var result = DormandPrince.STAGES.getLast();
    for (int k = 0; k < DormandPrince.ORDER; k++) {
      assertThat(moment(result, k)).isCloseTo(1. / (k + 1), within(1e-14));
    }
    assertThat(Math.abs(moment(result, 6) - 1. / 7)).isGreaterThan(1e-5);
    var error = DormandPrince.errorWeights();
    assertThat(error).hasSize(7);
    for (int k = 0; k < 4; k++) {
      assertThat(moment(error, k)).isCloseTo(0, within(1e-14));
    }
    assertThat(Math.abs(moment(error, 4))).isGreaterThan(1e-4);
  }

  private static double moment(List<Double> weights, int power) {
    double sum = 0;
    for (int i = 0; i < weights.size(); i++) {
      sum += weights.get(i) * Math.pow(DormandPrince.NODES.get(i), power);
    }
    return sum;
  }

  private static ReverseSteps.Step step(Predictor predictor, Noising noising, int steps, int i) {
    return ReverseSteps.schedule(predictor, noising, steps).get(i);
  }

  private static void assertUpdate(LinearUpdate update, double image, double score, double noise) {
    assertThat(update.image()).isCloseTo(image, within(1e-12));
    assertThat(update.score()).isCloseTo(score, within(1e-12));
    assertThat(update.noise()).isCloseTo(noise, within(1e-12));
  }

  /** β is 20 at t = 1, and the way from there to .001 is cut into ten. */
  @Test
  void eulerAndMaruyamaStepInTime() {
    var first = step(Predictor.EULER_MARUYAMA, Noising.continuous(VP), 10, 0);
    assertThat(first.t()).isEqualTo(1);
    assertThat(first.next()).isCloseTo(.9001, within(1e-12));
    assertUpdate(first.update(), 1 + 10 * .0999, 20 * .0999, Math.sqrt(20 * .0999));
    var last = step(Predictor.EULER_MARUYAMA, Noising.continuous(VP), 10, 9);
    assertThat(last.t()).isCloseTo(.1009, within(1e-12));
    assertThat(last.next()).isEqualTo(1e-3);
  }

  /** σ is 1, 2 and 4: x + (σ_i² − σ_{i−1}²)·s, with noise √(σ_{i−1}²(σ_i² − σ_{i−1}²)/σ_i²). */
  @Test
  void chainsThatAddNoiseAreStepped() {
    var noising = Noising.continuous(new VarianceExploding(1, 4));
    var reverse = step(Predictor.REVERSE_DIFFUSION, noising, 3, 0);
    assertThat(reverse.t()).isEqualTo(1);
    assertThat(reverse.next()).isCloseTo(.5, within(1e-12));
    assertUpdate(reverse.update(), 1, 12, Math.sqrt(12));
    assertUpdate(step(Predictor.REVERSE_DIFFUSION, noising, 3, 1).update(), 1, 3, Math.sqrt(3));
    assertUpdate(step(Predictor.ANCESTRAL, noising, 3, 0).update(), 1, 12, Math.sqrt(4 * 12 / 16.));
    assertUpdate(step(Predictor.ANCESTRAL, noising, 3, 1).update(), 1, 3, Math.sqrt(3 / 4.));
    var last = step(Predictor.ANCESTRAL, noising, 3, 2);
    assertUpdate(last.update(), 1, 1, 0);
    assertThat(last.t()).isEqualTo(1e-5);
    assertThat(last.next()).isEqualTo(1e-5);
  }

  /** (x + β·s)/√(1 − β) with β of .02 in the first of 1000 steps; (2 − √(1 − β))·x + β·s. */
  @Test
  void chainsThatFadeImagesAreStepped() {
    var noising = Noising.continuous(VP);
    var first = step(Predictor.ANCESTRAL, noising, 1000, 0);
    assertThat(first.t()).isEqualTo(1);
    assertThat(first.next()).isCloseTo(.999, within(1e-12));
    double kept = Math.sqrt(.98);
    assertUpdate(first.update(), 1 / kept, .02 / kept, Math.sqrt(.02));
    assertUpdate(
        step(Predictor.REVERSE_DIFFUSION, noising, 1000, 0).update(),
        2 - kept,
        .02,
        Math.sqrt(.02));
    assertUpdate(step(Predictor.NONE, noising, 1000, 0).update(), 1, 0, 0);
  }

  /** Of ten steps on a chain of 1000 the images of the first two are as noisy as at 999 and 899. */
  @Test
  void networksOfAChainAreToldTheirSteps() {
    var noising = new Noising(VP, TimeSteps.DISCRETE);
    var schedule = ReverseSteps.schedule(Predictor.ANCESTRAL, noising, 10);
    assertThat(schedule.get(0).t()).isEqualTo(1);
    assertThat(schedule.get(0).next()).isCloseTo(899 / 999., within(1e-12));
    assertThat(schedule.get(9).t()).isCloseTo(99 / 999., within(1e-12));
    assertThat(schedule.get(9).next()).isEqualTo(1e-3);
  }

  @Test
  void chainsEndWhereTheirDiffusionsDo() {
    assertThat(Ends.of(VE)).isEqualTo(1e-5);
    assertThat(Ends.of(VP)).isEqualTo(1e-3);
    assertThat(Ends.of(SubVariancePreserving.published())).isEqualTo(1e-3);
  }

  @Test
  void sumsOfSumsAreSums() {
    var sum =
        Combination.ofImages()
            .plus(Combination.ofMemory().times(2))
            .plus(Combination.ofScore(0).times(3))
            .plus(Combination.ofScore(3).times(4))
            .times(10);
    assertThat(sum).isEqualTo(new Combination(10, 20, List.of(30., 0., 0., 40.)));
  }

  /** Tweedie's formula of the score of x_0 alone gives x_0. */
  @Test
  void theCleanImageIsFoundByTheScore() {
    var level = new Level(.5, .8, .6);
    double x = .8 * 2 + .6 * -1.5;
    assertThat(value(level.clean(), x, 9, List.of(1.5 / .6))).isCloseTo(2, within(1e-12));
    assertThat(level.relativeStd()).isCloseTo(.75, within(1e-15));
    assertThat(Level.of(VE, 1)).isEqualTo(new Level(1, 1, 5));
  }

  @Test
  void updatesThatAreNoneAreRefused() {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      refused(bad, 0, 0);
      refused(0, bad, 0);
      refused(0, 0, bad);
    }
    refused(1, 1, -1e-9);
    assertThat(new LinearUpdate(1, 1, 0).noise()).isZero();
  }

  private static void refused(double image, double score, double noise) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LinearUpdate(image, score, noise))
        .withMessageContaining("No update");
  }
}
