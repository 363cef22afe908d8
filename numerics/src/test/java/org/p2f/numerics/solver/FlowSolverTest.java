package org.p2f.numerics.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2f.numerics.net.Noising;
import org.p2f.numerics.program.Engine;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.diffusion.VariancePreserving;
import org.p2f.spec.sampling.Probe;
import org.p2f.spec.sampling.Tolerance;

/** Under a normal distribution's score the flow is known: (x − mean)/std stays what it is. */
class FlowSolverTest {

  /** The published likelihoods' time, of every diffusion. */
  private static final double LIKELIHOODS_FROM = 1e-5;

  private static final Engine ENGINE = Engine.start(Engine.Target.CPU, 2);
  private static final double CENTRE = .4;
  private static final double STD = .3;
  private static final double[] STARTS = {-1.5, -.2, 0, .7, 2};

  static Stream<Sde> diffusions() {
    return Diffusions.all();
  }

  private static double exact(AnalyticScore score, double x, double from, double to) {
    double z = (x - score.mean(from, 0)) / score.std(from);
    return score.mean(to, 0) + z * score.std(to);
  }

  @ParameterizedTest
  @MethodSource("diffusions")
  void fixedStepsConvergeAtFifthOrder(Sde sde) {
    var score = AnalyticScore.normal(sde, STD, CENTRE);
    double coarse = errorOfFixedSteps(score, 20);
    double fine = errorOfFixedSteps(score, 40);
    double finest = errorOfFixedSteps(score, 320);
    assertThat(Math.log(coarse / fine) / Math.log(2)).isBetween(4.7, 5.3); // measured 4.90 to 4.98
    assertThat(finest).isLessThan(1e-13); // measured 3e-15
  }

  /** Between times at which the slope is not steep. */
  private static double errorOfFixedSteps(AnalyticScore score, int steps) {
    double from = .6;
    double to = .3;
    double h = (to - from) / steps;
    try (var scope = ENGINE.newScope();
        var solver = new FlowSolver(ENGINE, Noising.continuous(score.sde()), score, false)) {
      var state =
          solver.start(
              scope,
              scope.create(STARTS, new Shape(STARTS.length, 1, 1, 1)),
              List.of(),
              null,
              from);
      for (int i = 0; i < steps; i++) {
        state =
            solver
                .step(scope, state, List.of(), null, from + i * h, h, Tolerance.published())
                .state();
      }
      return largestError(score, state.images().toDoubleArray(), from, to);
    }
  }

  private static double largestError(
      AnalyticScore score, double[] reached, double from, double to) {
    double worst = 0;
    for (int i = 0; i < STARTS.length; i++) {
      worst = Math.max(worst, Math.abs(reached[i] - exact(score, STARTS[i], from, to)));
    }
    return worst;
  }

  @ParameterizedTest
  @MethodSource("diffusions")
  void errorFollowsTheTolerance(Sde sde) {
    var score = AnalyticScore.normal(sde, STD, CENTRE);
    for (double tolerance : new double[] {1e-3, 1e-5, 1e-7, 1e-9}) {
      // errors of steps add up; measured .1 to 19 times the tolerance
      assertThat(adaptive(score, tolerance)).isLessThan(60 * tolerance);
    }
  }

  /** Largest error in units of the standard deviation at t = 1. */
  private static double adaptive(AnalyticScore score, double tolerance) {
    double from = Ends.of(score.sde());
    try (var scope = ENGINE.newScope();
        var solver = new FlowSolver(ENGINE, Noising.continuous(score.sde()), score, false)) {
      var state =
          solver.solve(
              scope,
              scope.create(STARTS, new Shape(STARTS.length, 1, 1, 1)),
              List.of(),
              null,
              from,
              1,
              new Tolerance(tolerance, tolerance),
              SolverProgress.none());
      return largestError(score, state.images().toDoubleArray(), from, 1) / score.std(1);
    }
  }

  @ParameterizedTest
  @MethodSource("diffusions")
  void densityOfANormalDistributionIsExact(Sde sde) {
    double[] centre = {.4, -.2, .1};
    var score = AnalyticScore.normal(sde, STD, centre);
    double[] x = {.3, .1, -.5, 1.2, -.2, .1};
    double end = LIKELIHOODS_FROM;
    try (var scope = ENGINE.newScope();
        var likelihood =
            new Likelihood(ENGINE, Noising.continuous(sde), score, new Tolerance(1e-9, 1e-9))) {
      var images = scope.create(x, new Shape(2, 3, 1, 1));
      // The Jacobian is a multiple of the identity, for which signs are exact.
      double[] logs =
          likelihood.logDensities(images, List.of(), Probe.RADEMACHER, 3, SolverProgress.none());
      for (int i = 0; i < 2; i++) {
        double expected = 0;
        var last = new double[3];
        for (int d = 0; d < 3; d++) {
          double z = (x[3 * i + d] - score.mean(end, d)) / score.std(end);
          last[d] = score.mean(1, d) + z * score.std(1);
          expected += Math.log(score.std(1) / score.std(end));
        }
        expected += sde.priorLogDensity(last);
        assertThat(logs[i]).isCloseTo(expected, within(1e-7)); // measured 1.4e-8
        // the prior is that of t = 1 but for what is left of the images
        assertThat(logs[i]).isCloseTo(logNormal(score, x, i, end), within(.05));
      }
    }
  }

  private static double logNormal(AnalyticScore score, double[] x, int image, double t) {
    double log = 0;
    for (int d = 0; d < 3; d++) {
      double z = (x[3 * image + d] - score.mean(t, d)) / score.std(t);
      log -= z * z / 2 + Math.log(score.std(t) * Math.sqrt(2 * Math.PI));
    }
    return log;
  }

  /**
   * A mixture's Jacobian is full. Of two values the signs are equal or not: two estimates, that are
   * off by the same in either direction.
   */
  @Test
  void signsEstimateAFullJacobianWithoutBias() {
    var score = mixture();
    double[] logs = logDensities(score, Probe.RADEMACHER, 16);
    double least = DoubleStream.of(logs).min().orElseThrow();
    double most = DoubleStream.of(logs).max().orElseThrow();
    assertThat(most - least).isGreaterThan(1);
    // the prior is that of t = 1 but for .7 % of the images; measured 7.8e-4
    assertThat((least + most) / 2).isCloseTo(logDensity(score), within(3e-3));
  }

  @Test
  void normalProbesEstimateAFullJacobianWithoutBias() {
    var score = mixture();
    int probes = 4000;
    double[] logs = logDensities(score, Probe.GAUSSIAN, probes);
    double mean = DoubleStream.of(logs).average().orElseThrow();
    double spread =
        Math.sqrt(DoubleStream.of(logs).map(l -> (l - mean) * (l - mean)).sum() / (probes - 1));
    assertThat(mean).isCloseTo(logDensity(score), within(4 * spread / Math.sqrt(probes)));
  }

  private static final double[] POINT = {.2, .1};

  private static AnalyticScore mixture() {
    return new AnalyticScore(
        VariancePreserving.published(),
        List.of(new double[] {.8, .3}, new double[] {-.5, -.6}),
        STD);
  }

  /** Of the point, by as many probes. */
  private static double[] logDensities(AnalyticScore score, Probe probe, int probes) {
    var points = new double[2 * probes];
    for (int i = 0; i < probes; i++) {
      System.arraycopy(POINT, 0, points, 2 * i, 2);
    }
    try (var scope = ENGINE.newScope();
        var likelihood =
            new Likelihood(
                ENGINE, Noising.continuous(score.sde()), score, new Tolerance(1e-6, 1e-6))) {
      return likelihood.logDensities(
          scope.create(points, new Shape(probes, 2, 1, 1)),
          List.of(),
          probe,
          5,
          SolverProgress.none());
    }
  }

  /** Of the point at the end, by the formula. */
  private static double logDensity(AnalyticScore score) {
    double end = LIKELIHOODS_FROM;
    double fade = score.sde().meanCoefficient(end);
    double variance = Math.pow(score.std(end), 2);
    double density = 0;
    for (double[] centre : score.centres()) {
      double squares =
          Math.pow(POINT[0] - fade * centre[0], 2) + Math.pow(POINT[1] - fade * centre[1], 2);
      density += Math.exp(-squares / (2 * variance)) / (2 * Math.PI * variance) / 2;
    }
    return Math.log(density);
  }
}
