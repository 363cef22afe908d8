package org.p2f.numerics.solver;

import java.util.ArrayList;
import java.util.List;
import org.p2f.numerics.net.Noising;
import org.p2f.spec.diffusion.NoisePreserving;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.diffusion.TimeSteps;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.diffusion.VariancePreserving;
import org.p2f.spec.sampling.StepSpacing;

/** The noise levels between which solvers step. */
final class Levels {
  /** ρ of Karras et al., arXiv:2206.00364. */
  private static final double RHO = 7;

  private static final int LAST_OF_CHAIN = Sde.CHAIN_STEPS - 1;

  private Levels() {}

  /**
   * From t = 1 to the end, each less noisy than the one before. For a network that was trained on a
   * chain they are the chain's own levels nearest to those asked for, none of them twice.
   *
   * @param intervals number of steps between them, at least 1
   * @throws IllegalArgumentException if a chain has too few levels
   */
  static List<Level> of(Noising noising, StepSpacing spacing, int intervals) {
    var times = times(noising.sde(), spacing, intervals);
    return noising.steps() == TimeSteps.DISCRETE
        ? ofChain(noising.sde(), times)
        : times.stream().map(t -> Level.of(noising.sde(), t)).toList();
  }

  private static List<Double> times(Sde sde, StepSpacing spacing, int intervals) {
    double end = Ends.of(sde);
    var times = new ArrayList<Double>();
    times.add(1.);
    for (int i = 1; i < intervals; i++) {
      double share = (double) i / intervals;
      double time =
          switch (spacing) {
            case KARRAS ->
                sde.timeOf(
                    Math.pow(
                        between(
                            Math.pow(sde.relativeStd(1), 1 / RHO),
                            Math.pow(sde.relativeStd(end), 1 / RHO),
                            share),
                        RHO));
            case LOG_SNR ->
                sde.timeOf(
                    Math.exp(
                        between(
                            Math.log(sde.relativeStd(1)), Math.log(sde.relativeStd(end)), share)));
            case TIME -> between(1, end, share);
          };
      times.add(Math.clamp(time, end, 1));
    }
    times.add(end);
    return times;
  }

  private static double between(double from, double to, double share) {
    return from + share * (to - from);
  }

  private static List<Level> ofChain(Sde sde, List<Double> times) {
    int intervals = times.size() - 1;
    if (intervals > LAST_OF_CHAIN) {
      throw new IllegalArgumentException(
          "A network trained on a chain of %d levels is asked at each once at most, not in %d steps"
              .formatted(Sde.CHAIN_STEPS, intervals));
    }
    var levels = new ArrayList<Level>();
    int above = Sde.CHAIN_STEPS;
    for (int i = 0; i <= intervals; i++) {
      above = Math.clamp(nearest(sde, times.get(i)), intervals - i, above - 1);
      levels.add(ofChain(sde, above));
    }
    return levels;
  }

  /** Step i of an exploding chain has the noise of t = i/(N − 1), of a preserving one (i + 1)/N. */
  private static int nearest(Sde sde, double t) {
    return (int)
        Math.rint(sde instanceof VarianceExploding ? LAST_OF_CHAIN * t : Sde.CHAIN_STEPS * t - 1);
  }

  private static Level ofChain(Sde sde, int step) {
    double t = (double) step / LAST_OF_CHAIN;
    return switch (sde) {
      case VarianceExploding _ -> Level.of(sde, t);
      case VariancePreserving vp -> {
        double fade = vp.chainMean(step);
        yield new Level(t, fade, Math.sqrt(1 - fade * fade));
      }
      case NoisePreserving other ->
          throw new IllegalArgumentException("There is no chain of " + other);
    };
  }
}
