package org.p2f.numerics.solver;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.sampling.Solver;

/**
 * One step of a solver as sums of images and scores.
 *
 * @param times at which its stages ask for the score
 * @param states of the stages after the first, whose state are the images
 * @param result the images after the step
 * @param kept what the next step is to remember
 */
record FixedStep(
    List<Double> times, List<Combination> states, Combination result, Combination kept) {

  private static final Combination X = Combination.ofImages();

  /**
   * @param before the level before {@code from}; null in the first step
   */
  static FixedStep of(Solver solver, Sde sde, @Nullable Level before, Level from, Level to) {
    return switch (solver) {
      case DDIM -> one(from, euler(from, to), X);
      case HEUN -> {
        var noises = noise(from, 0).plus(noise(to, 1)).times(.5);
        yield new FixedStep(
            List.of(from.t(), to.t()), List.of(euler(from, to)), moved(from, to, noises), X);
      }
      case DPM_SOLVER_PP_2M -> one(from, multistep(before, from, to), from.clean());
      case EULER -> one(from, X.plus(slope(sde, from.t(), X, 0).times(to.t() - from.t())), X);
      case RUNGE_KUTTA_4 -> rungeKutta(sde, from.t(), to.t());
    };
  }

  private static FixedStep one(Level from, Combination result, Combination kept) {
    return new FixedStep(List.of(from.t()), List.of(), result, kept);
  }

  /** n = −σ·s, as the network sees it in a stage. */
  private static Combination noise(Level level, int stage) {
    return Combination.ofScore(stage).times(-level.std());
  }

  private static Combination euler(Level from, Level to) {
    return moved(from, to, noise(from, 0));
  }

  /** c'·(x/c + (σ̂' − σ̂)·n). */
  private static Combination moved(Level from, Level to, Combination noise) {
    return X.times(1 / from.fade())
        .plus(noise.times(to.relativeStd() - from.relativeStd()))
        .times(to.fade());
  }

  /**
   * c'·(q·x/c + (1 − q)·D), q = σ̂'/σ̂, with D drawn on from the step before by its slope in ln σ̂.
   */
  private static Combination multistep(@Nullable Level before, Level from, Level to) {
    double q = to.relativeStd() / from.relativeStd();
    var clean = from.clean();
    if (before != null) {
      double r = Math.log(before.relativeStd() / from.relativeStd()) / -Math.log(q);
      clean = clean.times(1 + 1 / (2 * r)).plus(Combination.ofMemory().times(-1 / (2 * r)));
    }
    return X.times(q / from.fade()).plus(clean.times(1 - q)).times(to.fade());
  }

  /** dx/dt = f·x − ½g²·s. */
  private static Combination slope(Sde sde, double t, Combination state, int stage) {
    double g = sde.diffusion(t);
    return state.times(sde.driftCoefficient(t)).plus(Combination.ofScore(stage).times(-g * g / 2));
  }

  private static FixedStep rungeKutta(Sde sde, double from, double to) {
    double h = to - from;
    double middle = (from + to) / 2;
    var first = slope(sde, from, X, 0);
    var halfway = X.plus(first.times(h / 2));
    var second = slope(sde, middle, halfway, 1);
    var halfwayAgain = X.plus(second.times(h / 2));
    var third = slope(sde, middle, halfwayAgain, 2);
    var end = X.plus(third.times(h));
    var fourth = slope(sde, to, end, 3);
    return new FixedStep(
        List.of(from, middle, middle, to),
        List.of(halfway, halfwayAgain, end),
        X.plus(first.plus(second.times(2)).plus(third.times(2)).plus(fourth).times(h / 6)),
        X);
  }
}
