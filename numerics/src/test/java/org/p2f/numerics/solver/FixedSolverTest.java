package org.p2f.numerics.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2f.numerics.net.Noising;
import org.p2f.numerics.program.Engine;
import org.p2f.spec.diffusion.Sde;
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
  void errorFallsAtTheRulesOrderToTheClosedForm(Sde sde, Solver solver, StepSpacing spacing) {
    double coarse = error(sde, solver, spacing, 640);
    double fine = error(sde, solver, spacing, 1280);
    System.out.println(
        "ORDER %s %s %s %.3f coarse %.3g fine %.3g"
            .formatted(
                sde.getClass().getSimpleName(),
                solver,
                spacing,
                Math.log(coarse / fine) / Math.log(2),
                coarse,
                fine));
    assertThat(Math.log(coarse / fine) / Math.log(2)).isCloseTo(order(solver), within(.1));
  }

  /** Largest error at the end, in standard deviations there. */
  private static double error(Sde sde, Solver solver, StepSpacing spacing, int steps) {
    var score = AnalyticScore.normal(sde, STD, CENTRE);
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
}
