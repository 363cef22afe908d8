package org.p2f.numerics.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2f.numerics.net.Noising;
import org.p2f.numerics.program.Engine;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.diffusion.TimeSteps;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.diffusion.VariancePreserving;
import org.p2f.spec.sampling.SamplingMethod;
import org.p2f.spec.sampling.Solver;
import org.p2f.spec.sampling.StepSpacing;

/** Under a normal distribution's score the flow is known: (x − mean)/std stays what it is. */
class FixedSolverTest {
  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);
  private static final double CENTRE = .4;
  private static final double STD = .3;

  /** Where images start at t = 1, in standard deviations. */
  private static final double[] STARTS = {-1.5, -.2, 0, .7, 2};

  static Stream<Arguments> solvers() {
    return Diffusions.all()
        .flatMap(
            sde ->
                Stream.of(Solver.values())
                    .flatMap(
                        solver ->
                            Stream.of(StepSpacing.values())
                                .map(spacing -> Arguments.of(sde, solver, spacing))));
  }

  private static int order(Solver solver) {
    return switch (solver) {
      case DDIM, EULER -> 1;
      case HEUN, DPM_SOLVER_PP_2M -> 2;
      case RUNGE_KUTTA_4 -> 4;
    };
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void errorToTheClosedFormFallsAtTheRulesOrder(Sde sde, Solver solver, StepSpacing spacing) {
    double coarse = error(sde, solver, spacing, 160, STD);
    double fine = error(sde, solver, spacing, 320, STD);
    // measured within .033, and errors of 5e-12 (fourth order) to .037 (Euler on VE)
    assertThat(Math.log(coarse / fine) / Math.log(2)).isCloseTo(order(solver), within(.2));
    assertThat(fine).isLessThan(.2);
  }

  /**
   * Where all images are one, the network tells that one at any noise, and the noise it tells does
   * not change on the way: rules in σ̂ are exact in any number of steps.
   */
  @ParameterizedTest
  @MethodSource("rulesOfNoise")
  void imageThatIsTheOnlyOneIsReachedExactly(Sde sde, Solver solver) {
    for (int steps : new int[] {2, 3, 20}) {
      // measured 2.6e-8: at the end sub-VP's noise is 1.1e-4, a difference of numbers near 1
      assertThat(error(sde, solver, StepSpacing.KARRAS, steps, 0)).isLessThan(1e-7);
    }
  }

  static Stream<Arguments> rulesOfNoise() {
    return Diffusions.all()
        .flatMap(
            sde ->
                Stream.of(Solver.values())
                    .filter(solver -> !solver.inTime())
                    .map(solver -> Arguments.of(sde, solver)));
  }

  @ParameterizedTest
  @MethodSource("diffusions")
  void secondOrderIsBetterInFewStepsToo(Sde sde) {
    double first = error(sde, Solver.DDIM, StepSpacing.KARRAS, 12, STD);
    for (var solver : List.of(Solver.HEUN, Solver.DPM_SOLVER_PP_2M)) {
      // measured .8 of it and less
      assertThat(error(sde, solver, StepSpacing.KARRAS, 12, STD)).isLessThan(first);
    }
  }

  static Stream<Sde> diffusions() {
    return Diffusions.all();
  }

  /** Largest error at the end, in standard deviations there. */
  private static double error(Sde sde, Solver solver, StepSpacing spacing, int steps, double std) {
    var score = AnalyticScore.normal(sde, std, CENTRE);
    var method = new SamplingMethod.FixedSteps(solver, spacing, steps, false);
    double end = Ends.of(sde);
    var images = new double[STARTS.length];
    for (int i = 0; i < images.length; i++) {
      images[i] = score.mean(1, 0) + STARTS[i] * score.std(1);
    }
    try (var scope = ENGINE.newScope();
        var flow = new FixedSolver(ENGINE, Noising.continuous(sde), score, method)) {
      double[] made =
          flow.solve(
                  scope,
                  scope.create(images, new Shape(images.length, 1, 1, 1)),
                  List.of(),
                  SolverProgress.none())
              .toDoubleArray();
      double worst = 0;
      for (int i = 0; i < images.length; i++) {
        double reached = (made[i] - score.mean(end, 0)) / score.std(end);
        worst = Math.max(worst, Math.abs(reached - STARTS[i]));
      }
      return worst;
    }
  }

  /** DDIM's form on DDPM's chain, arXiv:2010.02502, eq. 12 with σ = 0. */
  @Test
  void ddimOnAChainIsThePublishedFormula() {
    var noising = new Noising(VariancePreserving.published(), TimeSteps.DISCRETE);
    var levels = Levels.of(noising, StepSpacing.TIME, 999);
    var step = FixedStep.of(Solver.DDIM, noising.sde(), null, levels.get(499), levels.get(500));
    double alpha = product(500);
    double next = product(499);
    double x = .7;
    double noise = -1.3;
    double expected =
        Math.sqrt(next) * (x - Math.sqrt(1 - alpha) * noise) / Math.sqrt(alpha)
            + Math.sqrt(1 - next) * noise;
    assertThat(step.times().getFirst() * 999).isCloseTo(500, within(1e-9));
    assertThat(value(step.result(), x, 0, -noise / Math.sqrt(1 - alpha)))
        .isCloseTo(expected, within(1e-12));
  }

  /** ᾱ. */
  private static double product(int step) {
    double product = 1;
    for (int j = 0; j <= step; j++) {
      product *= 1 - (.1 + j * 19.9 / 999) / 1000;
    }
    return product;
  }

  /** In the paper's form: x·σ'/σ − c'·(e^(−h) − 1)·D, arXiv:2211.01095, algorithm 2. */
  @Test
  void multistepIsThePublishedFormula() {
    var sde = VariancePreserving.published();
    var before = Level.of(sde, .9);
    var from = Level.of(sde, .6);
    var to = Level.of(sde, .45);
    double h = halfLogSnr(to) - halfLogSnr(from);
    double r = (halfLogSnr(from) - halfLogSnr(before)) / h;
    double x = .7;
    double score = -2.1;
    double remembered = .3;
    double clean = (x + from.std() * from.std() * score) / from.fade();
    double drawnOn = (1 + 1 / (2 * r)) * clean - remembered / (2 * r);
    var step = FixedStep.of(Solver.DPM_SOLVER_PP_2M, sde, before, from, to);
    assertThat(value(step.result(), x, remembered, score))
        .isCloseTo(to.std() / from.std() * x - to.fade() * Math.expm1(-h) * drawnOn, within(1e-12));
    assertThat(value(step.kept(), x, remembered, score)).isCloseTo(clean, within(1e-12));
  }

  /** λ. */
  private static double halfLogSnr(Level level) {
    return Math.log(level.fade() / level.std());
  }

  private static double value(Combination sum, double x, double memory, double score) {
    return sum.images() * x + sum.memory() * memory + sum.scores().getFirst() * score;
  }

  @Test
  void networksOfAChainKnowNoTimesBetween() {
    var noising = new Noising(VarianceExploding.published(), TimeSteps.DISCRETE);
    var score = AnalyticScore.normal(noising.sde(), STD, CENTRE);
    for (var solver : Solver.values()) {
      var method = new SamplingMethod.FixedSteps(solver, StepSpacing.KARRAS, 5, true);
      if (solver.inTime()) {
        assertThatThrownBy(() -> new FixedSolver(ENGINE, noising, score, method))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("all times");
      } else {
        new FixedSolver(ENGINE, noising, score, method).close();
      }
    }
  }

  @Test
  void evaluationsAreCountedWithTheLastStep() {
    assertThat(evaluations(Solver.HEUN, 18, true)).isEqualTo(35); // as published for EDM
    assertThat(evaluations(Solver.HEUN, 18, false)).isEqualTo(36);
    assertThat(evaluations(Solver.DDIM, 10, true)).isEqualTo(10);
    assertThat(evaluations(Solver.DPM_SOLVER_PP_2M, 10, false)).isEqualTo(10);
    assertThat(evaluations(Solver.RUNGE_KUTTA_4, 5, true)).isEqualTo(17);
    assertThatThrownBy(() -> evaluations(Solver.DDIM, 1, true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static int evaluations(Solver solver, int steps, boolean denoise) {
    return new SamplingMethod.FixedSteps(solver, StepSpacing.TIME, steps, denoise).evaluations();
  }
}
