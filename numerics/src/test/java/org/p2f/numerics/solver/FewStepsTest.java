package org.p2f.numerics.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.numerics.net.Noising;
import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.diffusion.TimeSteps;
import org.p2f.spec.diffusion.VariancePreserving;
import org.p2f.spec.sampling.Corrector;
import org.p2f.spec.sampling.Predictor;
import org.p2f.spec.sampling.SamplingMethod;
import org.p2f.spec.sampling.Solver;
import org.p2f.spec.sampling.StepSpacing;

/** Chains of any length, of which the published ones have 1000 steps. */
class FewStepsTest {
  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);
  private static final double CENTRE = .4;
  private static final double STD = .3;

  /** The published β_i leaves (0, 1) at 20 steps and fewer, and gives way below 40. */
  private static final int[] LENGTHS = {2, 3, 8, 19, 20, 21, 40};

  private static final int[] SOLVER_STEPS = {2, 3, 8, 20, 100};

  static Stream<Arguments> samplers() {
    return Diffusions.all()
        .flatMap(
            sde ->
                Stream.of(TimeSteps.values()).filter(t -> fits(sde, t)).map(t -> noising(sde, t)))
        .flatMap(
            noising ->
                Stream.of(Predictor.values())
                    .filter(predictor -> predictor.fits(noising.sde()))
                    .flatMap(
                        predictor ->
                            Stream.of(
                                    new Corrector.None(),
                                    new Corrector.Langevin(.16, 1),
                                    new Corrector.AnnealedLangevin(.16, 2))
                                .filter(c -> predictor != Predictor.NONE || c.steps() > 0)
                                .map(corrector -> Arguments.of(noising, predictor, corrector))));
  }

  private static boolean fits(Sde sde, TimeSteps times) {
    return times == TimeSteps.CONTINUOUS || sde.hasChain();
  }

  private static Noising noising(Sde sde, TimeSteps times) {
    return new Noising(sde, times);
  }

  /** Of the exact score, in the float32 that models are sampled in. */
  @ParameterizedTest
  @MethodSource("samplers")
  void samplesAreFiniteWhateverTheNumberOfSteps(
      Noising noising, Predictor predictor, Corrector corrector) {
    var score = AnalyticScore.normal(noising.sde(), STD, CENTRE);
    for (int steps : LENGTHS) {
      var method = new SamplingMethod.PredictorCorrector(predictor, corrector, steps, true);
      try (var scope = ENGINE.newScope();
          var sampler =
              new Sampler(
                  ENGINE, noising, score, method, false, NoiseShare.OWN, ElementType.FLOAT32)) {
        for (float value : made(sampler, scope)) {
          // two steps of Euler–Maruyama overshoot VE's noise of 50; measured 1,670
          assertThat(value).as("%d steps", steps).isBetween(-1e4f, 1e4f);
        }
      }
    }
  }

  static Stream<Arguments> solvers() {
    return Diffusions.all()
        .flatMap(
            sde ->
                Stream.of(TimeSteps.values()).filter(t -> fits(sde, t)).map(t -> noising(sde, t)))
        .flatMap(
            noising ->
                Stream.of(Solver.values())
                    .filter(s -> noising.steps() == TimeSteps.CONTINUOUS || !s.inTime())
                    .flatMap(
                        solver ->
                            Stream.of(StepSpacing.values())
                                .map(spacing -> Arguments.of(noising, solver, spacing))));
  }

  /**
   * Of the exact score. Heun's only step in two steps may overshoot by the noise at the start, σ̂
   * of 152 (measured 151); rules in t overshoot more.
   */
  @ParameterizedTest
  @MethodSource("solvers")
  void solversSamplesAreFiniteWhateverTheNumberOfSteps(
      Noising noising, Solver solver, StepSpacing spacing) {
    var score = AnalyticScore.normal(noising.sde(), STD, CENTRE);
    float bound = solver.inTime() ? 1e7f : 500;
    for (int steps : SOLVER_STEPS) {
      var method = new SamplingMethod.FixedSteps(solver, spacing, steps, true);
      try (var scope = ENGINE.newScope();
          var sampler =
              new Sampler(
                  ENGINE, noising, score, method, false, NoiseShare.OWN, ElementType.FLOAT32)) {
        for (float value : made(sampler, scope)) {
          assertThat(value).as("%d steps", steps).isBetween(-bound, bound);
        }
      }
    }
  }

  /** As many as a chain has levels. */
  @ParameterizedTest
  @EnumSource(TimeSteps.class)
  void solversTakeAThousandSteps(TimeSteps times) {
    var noising = noising(VariancePreserving.published(), times);
    var score = AnalyticScore.normal(noising.sde(), STD, CENTRE);
    var method =
        new SamplingMethod.FixedSteps(Solver.DPM_SOLVER_PP_2M, StepSpacing.KARRAS, 1000, true);
    try (var scope = ENGINE.newScope();
        var sampler =
            new Sampler(
                ENGINE, noising, score, method, false, NoiseShare.OWN, ElementType.FLOAT32)) {
      for (float value : made(sampler, scope)) {
        assertThat(value).isCloseTo((float) CENTRE, within((float) (5 * STD)));
      }
    }
  }

  private static float[] made(Sampler sampler, PtNDManager scope) {
    return sampler
        .sample(
            scope,
            new Sampler.Batch(0, new Shape(16, 1, 1, 1), List.of(), null),
            new RandomStreams(1),
            SolverProgress.none())
        .toFloatArray();
  }

  /** Π(1 − β_i) = exp(−∫β): the published product of 1000 steps, 4.04e-5, is 6 % below it. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8, 19, 20, 21, 39})
  void shortChainsFadeImagesAsTheDiffusionDoes(int steps) {
    var sde = VariancePreserving.published();
    double left = 1;
    for (int i = 0; i < steps; i++) {
      double noise = sde.discretise(i / (steps - 1.), steps).diffusion();
      left *= 1 - noise * noise;
    }
    assertThat(left / Math.exp(-(.1 + 20) / 2)).isCloseTo(1, within(1e-9));
  }

  /**
   * Ancestral sampling of a normal distribution has the right mean after any number of steps if
   * each fades images as the diffusion does: then E[x0 | x_t] is what the score says.
   */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8, 19, 20, 21, 39})
  void shortChainsKeepTheMean(int steps) {
    var score = AnalyticScore.normal(VariancePreserving.published(), STD, CENTRE);
    double mean = score.mean(1, 0);
    for (var step :
        ReverseSteps.schedule(Predictor.ANCESTRAL, Noising.continuous(score.sde()), steps)) {
      double pull = -(mean - score.mean(step.t(), 0)) / Math.pow(score.std(step.t()), 2);
      mean = step.update().image() * mean + step.update().score() * pull;
    }
    assertThat(mean).isCloseTo(CENTRE, within(1e-9));
  }

  /** Respaced as by Nichol and Dhariwal: the network is told the noise that the images have. */
  @ParameterizedTest
  @ValueSource(ints = {2, 8, 20, 500, 1000})
  void networksOfDiscreteTimesAreToldTheNoiseOfAShorterChain(int steps) {
    var sde = VariancePreserving.published();
    var schedule =
        ReverseSteps.schedule(
            Predictor.REVERSE_DIFFUSION, new Noising(sde, TimeSteps.DISCRETE), steps);
    double left = 1;
    for (int i = 0; i < steps; i++) {
      double noise = sde.discretise(i / (steps - 1.), steps).diffusion();
      left *= 1 - noise * noise;
      double trained = 1;
      int told = (int) Math.round(schedule.get(steps - 1 - i).t() * 999);
      for (int j = 0; j <= told; j++) {
        trained *= 1 - (.1 + j * 19.9 / 999) / 1000;
      }
      // standard deviations of noise; measured .0053: the two chains' β differ in second order
      assertThat(Math.sqrt(1 - left)).isCloseTo(Math.sqrt(1 - trained), within(.006));
    }
  }

  @Test
  void ownNoiseOfAStepNeverExceedsTheImages() {
    for (double last : new double[] {20, 200, 999}) {
      var sde = new VariancePreserving(.1, last);
      for (int steps = 2; steps <= 1000; steps++) {
        for (int i = 0; i < steps; i++) {
          double t = i / (steps - 1.);
          assertThat(sde.discretise(t, steps).diffusion()).isBetween(0., 1.);
          assertThat(sde.langevinScale(t, steps)).isBetween(0., 1.);
        }
      }
    }
  }
}
