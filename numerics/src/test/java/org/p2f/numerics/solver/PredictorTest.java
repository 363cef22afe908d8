package org.p2f.numerics.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2f.numerics.net.Noising;
import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Program;
import org.p2f.numerics.sde.LangevinCorrector;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.diffusion.SubVariancePreserving;
import org.p2f.spec.diffusion.TimeSteps;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.diffusion.VariancePreserving;
import org.p2f.spec.sampling.Corrector;
import org.p2f.spec.sampling.Predictor;

/**
 * Under a normal distribution's score every step is affine: x' = a·x + b + c·n. So a program's own
 * step, asked for a, b and c, gives mean and variance of its samples without any sampling.
 */
class PredictorTest {

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);
  private static final double CENTRE = .4;
  private static final double STD = .3;

  /** Mean and variance of what a sampler makes. */
  private record Moments(double mean, double variance) {
    double distance(Moments other) {
      return Math.hypot(mean - other.mean, variance - other.variance);
    }
  }

  /** What is left is of second order; measured 2.8e-5 at most, of a variance of .09. */
  private static final double LIMIT = 5e-5;

  static Stream<Arguments> predictors() {
    return Diffusions.all()
        .flatMap(
            sde ->
                Stream.of(
                        Predictor.EULER_MARUYAMA, Predictor.REVERSE_DIFFUSION, Predictor.ANCESTRAL)
                    .filter(predictor -> predictor.fits(sde))
                    .map(predictor -> Arguments.of(predictor, sde)));
  }

  @ParameterizedTest
  @MethodSource("predictors")
  void errorHalvesWithTheStepAndVanishesInTheLimit(Predictor predictor, Sde sde) {
    var score = AnalyticScore.normal(sde, STD, CENTRE);
    var coarse = moments(predictor, score, 500);
    var fine = moments(predictor, score, 1000);
    var limit = limit(predictor, score);
    // measured 1.99 to 2.03, and 3.4 for Euler–Maruyama on VE, whose first-order term is small
    assertThat(coarse.distance(limit) / fine.distance(limit)).isBetween(1.9, 4.1);
    var extrapolated =
        new Moments(2 * fine.mean() - coarse.mean(), 2 * fine.variance() - coarse.variance());
    assertThat(extrapolated.distance(limit)).isLessThan(LIMIT);
  }

  /**
   * Euler–Maruyama's is the distribution at the end; a chain's denoised last step gives the clean
   * images, but for VE E[x0 | x_t] at σmin, which no longer ladder lowers.
   */
  private static Moments limit(Predictor predictor, AnalyticScore score) {
    double end = Ends.of(score.sde());
    if (!predictor.endsClean()) {
      return new Moments(score.mean(end, 0), Math.pow(score.std(end), 2));
    }
    double left = score.sde() instanceof VarianceExploding ve ? ve.sigmaMin() : 0;
    return new Moments(CENTRE, Math.pow(STD, 4) / (STD * STD + left * left));
  }

  private static Moments moments(Predictor predictor, AnalyticScore score, int steps) {
    double mean = score.mean(1, 0);
    double variance = Math.pow(score.std(1), 2);
    try (var program = program(score, predictor, new Corrector.None())) {
      var schedule = ReverseSteps.schedule(predictor, Noising.continuous(score.sde()), steps);
      for (int i = 0; i < steps; i++) {
        var step = schedule.get(i);
        boolean clean = predictor.endsClean() && i == steps - 1;
        var u = step.update();
        double[] affine = affine(program, clean, step.t(), 0, u.image(), u.score(), u.noise());
        mean = affine[0] * mean + affine[1];
        variance = affine[0] * affine[0] * variance + affine[2] * affine[2];
      }
    }
    return new Moments(mean, variance);
  }

  private static Program program(Score score, Predictor predictor, Corrector corrector) {
    return new StepProgram(score, predictor, corrector, false, NoiseShare.OWN, ElementType.FLOAT64)
        .builder(
            g -> {
              var noise = g.tensor("noise");
              return x -> noise;
            })
        .compile(ENGINE);
  }

  /** a, b and c of x' = a·x + b + c·n. */
  private static double[] affine(Program program, boolean denoise, double... numbers) {
    try (var scope = ENGINE.newScope()) {
      var x = scope.create(new double[] {0, 1, 0}, new Shape(3, 1, 1, 1));
      var noise = scope.create(new double[] {0, 0, 1}, new Shape(3, 1, 1, 1));
      double[] y =
          program
              .call(
                  scope,
                  StepProgram.STEP,
                  x,
                  numbers[0],
                  numbers[1],
                  numbers[2],
                  numbers[3],
                  numbers[4],
                  noise)
              .get(denoise ? 1 : 0)
              .toDoubleArray();
      return new double[] {y[1] - y[0], y[0], y[2] - y[0]};
    }
  }

  static Stream<Sde> diffusions() {
    return Diffusions.all();
  }

  @ParameterizedTest
  @MethodSource("diffusions")
  void annealedLangevinKeepsTheVarianceUpToItsStepSize(Sde sde) {
    var score = AnalyticScore.normal(sde, STD, CENTRE);
    double t = .3;
    double coarse = stationaryError(score, .1, t);
    double fine = stationaryError(score, .1 / Math.sqrt(2), t);
    assertThat(coarse / fine).isCloseTo(2, within(.05)); // ε is r² times a number
    assertThat(2 * fine - coarse).isCloseTo(0, within(1e-4)); // of the variance
  }

  /** Relative error of the variance that steps at one t end with. */
  private static double stationaryError(AnalyticScore score, double signalToNoise, double t) {
    var corrector = new Corrector.AnnealedLangevin(signalToNoise, 1);
    try (var program = program(score, Predictor.NONE, corrector)) {
      double[] affine = affine(program, false, t, corrector.scale(score.sde(), t, 1000), 0, 0, 0);
      double std = score.sde().marginalStd(t);
      double size = 2 * score.sde().langevinScale(t, 1000) * Math.pow(signalToNoise * std, 2);
      assertThat(affine[0]).isCloseTo(1 - size / Math.pow(score.std(t), 2), within(1e-12));
      double variance = affine[2] * affine[2] / (1 - affine[0] * affine[0]);
      double mean = affine[1] / (1 - affine[0]);
      assertThat(mean).isCloseTo(score.mean(t, 0), within(1e-12));
      return variance / Math.pow(score.std(t), 2) - 1;
    }
  }

  /** The formula in plain arithmetic agrees with the published code's values. */
  @ParameterizedTest
  @MethodSource("diffusions")
  void langevinStepIsTheFormulas(Sde sde) {
    double t = .3;
    List<double[]> x = List.of(new double[] {.3, -.7}, new double[] {1.2, .1});
    List<double[]> score = List.of(new double[] {1.1, 2.3}, new double[] {-.4, .2});
    List<double[]> noise = List.of(new double[] {-.5, .8}, new double[] {.9, -1.4});
    var corrector = new Corrector.Langevin(.16, 1);
    var reference = new LangevinCorrector(.16);
    double size = reference.stepSize(score, noise) * sde.langevinScale(t, 1000);
    try (var scope = ENGINE.newScope();
        var program = program(given(pair(scope, score)), Predictor.NONE, corrector)) {
      double[] y =
          program
              .call(
                  scope,
                  StepProgram.STEP,
                  pair(scope, score),
                  pair(scope, x),
                  t,
                  corrector.scale(sde, t, 1000),
                  0.,
                  0.,
                  0.,
                  pair(scope, noise))
              .get(0)
              .toDoubleArray();
      for (int i = 0; i < 2; i++) {
        double[] expected = reference.step(x.get(i), score.get(i), noise.get(i), size);
        assertThat(y[2 * i]).isCloseTo(expected[0], within(1e-12));
        assertThat(y[2 * i + 1]).isCloseTo(expected[1], within(1e-12));
      }
    }
  }

  private static Score given(NDArray score) {
    return new Score() {
      @Override
      public InGraph in(Graph graph) {
        var value = graph.tensor("score");
        return (x, t) -> value;
      }

      @Override
      public List<Object> arguments() {
        return List.of(score);
      }
    };
  }

  private static NDArray pair(NDManager owner, List<double[]> images) {
    return owner.create(
        images.stream().flatMapToDouble(Arrays::stream).toArray(), new Shape(2, 1, 1, 2));
  }

  @Test
  void chainsVisitEachOfTheirStepsOnce() {
    for (int steps : new int[] {2, 3, 50, 999, 1000, 1001, 2000}) {
      var sde = VarianceExploding.published();
      var schedule =
          ReverseSteps.schedule(Predictor.REVERSE_DIFFUSION, Noising.continuous(sde), steps);
      double variance = 0;
      for (var step : schedule) {
        variance += step.update().noise() * step.update().noise();
      }
      // the chain's noises add up to all of σmax²
      assertThat(variance).isCloseTo(2500, within(1e-9));
    }
    double left = 1;
    for (var step :
        ReverseSteps.schedule(
            Predictor.ANCESTRAL, Noising.continuous(VariancePreserving.published()), 1000)) {
      left /= step.update().image();
    }
    // Π√(1 − β_i), 1000 steps of β from 1e-4 to .02
    assertThat(left).isCloseTo(6.353e-3, within(1e-6));
  }

  /** Networks that were trained on a chain are asked at its steps. */
  @Test
  void discreteTimesAreTheChains() {
    var noising = new Noising(VariancePreserving.published(), TimeSteps.DISCRETE);
    var schedule = ReverseSteps.schedule(Predictor.ANCESTRAL, noising, 1000);
    for (int i = 1; i < 1000; i++) {
      assertThat(schedule.get(999 - i).t() * 999).isCloseTo(i, within(1e-9));
    }
  }

  @Test
  void subVariancePreservingHasNoAncestralSampling() {
    assertThatThrownBy(
            () ->
                ReverseSteps.schedule(
                    Predictor.ANCESTRAL, Noising.continuous(SubVariancePreserving.published()), 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SubVariancePreserving");
  }
}
