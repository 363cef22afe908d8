package org.p2f.numerics.solver;

import java.util.ArrayList;
import java.util.List;
import org.p2f.numerics.net.Noising;
import org.p2f.spec.diffusion.Discretisation;
import org.p2f.spec.diffusion.NoisePreserving;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.diffusion.TimeSteps;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.diffusion.VariancePreserving;
import org.p2f.spec.sampling.Predictor;

/** The steps of predictors. Source: Song et al., arXiv:2011.13456. */
final class ReverseSteps {
  private ReverseSteps() {}

  /**
   * @param t time before the step
   * @param next time after it, below t
   * @param chain time in whose step of a chain of {@code steps} the step lies
   * @param steps of the whole sampling
   */
  private static LinearUpdate update(
      Predictor predictor, Sde sde, double t, double next, double chain, int steps) {
    return switch (predictor) {
      case EULER_MARUYAMA -> {
        double dt = t - next;
        double g = sde.diffusion(t);
        yield new LinearUpdate(1 - sde.driftCoefficient(t) * dt, g * g * dt, g * Math.sqrt(dt));
      }
      case REVERSE_DIFFUSION -> {
        Discretisation d = sde.discretise(chain, steps);
        yield new LinearUpdate(
            1 - d.driftCoefficient(), d.diffusion() * d.diffusion(), d.diffusion());
      }
      case ANCESTRAL ->
          switch (sde) {
            case VarianceExploding ve -> ancestor(ve.marginalStd(t), ve.discretise(chain, steps));
            case VariancePreserving vp -> ancestor(vp.discretise(chain, steps));
            case NoisePreserving other ->
                throw new IllegalArgumentException("There is no ancestral sampling of " + other);
          };
      case NONE -> new LinearUpdate(1, 0, 0);
    };
  }

  /** Of a chain that adds noise: G² = σ_i² − σ_{i−1}². */
  private static LinearUpdate ancestor(double sigma, Discretisation d) {
    double gap = d.diffusion() * d.diffusion();
    double below = Math.max(0, sigma * sigma - gap); // 0 but for rounding at the first step
    return new LinearUpdate(1, gap, Math.sqrt(below * gap) / sigma);
  }

  /** Of a chain that fades images: G² = β_i. */
  private static LinearUpdate ancestor(Discretisation d) {
    double beta = d.diffusion() * d.diffusion();
    double shrink = Math.sqrt(1 - beta);
    return new LinearUpdate(1 / shrink, beta / shrink, d.diffusion());
  }

  /**
   * One step of a sampling.
   *
   * @param t time before it
   * @param next time after it, below t
   */
  record Step(double t, double next, LinearUpdate update) {}

  /**
   * The steps from t = 1 to the end. Departure from the authors' code, whose times fit chains of
   * 1000 steps only: a chain's step asks for the score at the time whose noise its images have.
   */
  static List<Step> schedule(Predictor predictor, Noising noising, int steps) {
    var sde = noising.sde();
    double end = Ends.of(sde);
    var schedule = new ArrayList<Step>(steps);
    for (int i = steps - 1; i >= 0; i--) {
      double t = time(predictor, noising, i, steps);
      double next = i == 0 ? end : time(predictor, noising, i - 1, steps);
      schedule.add(
          new Step(
              Math.max(t, end),
              Math.max(next, end),
              update(predictor, sde, t, next, ofChain(i, steps), steps)));
    }
    return schedule;
  }

  /** Before step i, counted from the end. */
  private static double time(Predictor predictor, Noising noising, int i, int steps) {
    if (predictor == Predictor.EULER_MARUYAMA) {
      double end = Ends.of(noising.sde());
      return end + (1 - end) * (i + 1) / steps;
    }
    return switch (noising.sde()) {
      case VarianceExploding _ -> ofChain(i, steps);
      case NoisePreserving _ ->
          noising.steps() == TimeSteps.DISCRETE ? ofTraining(i, steps) : (i + 1.0) / steps;
    };
  }

  /** The step of the chain that was trained on whose images are as noisy as those of step i. */
  private static double ofTraining(int i, int steps) {
    double step = Math.max(0, Math.rint(Sde.CHAIN_STEPS * (i + 1.0) / steps) - 1);
    return step / (Sde.CHAIN_STEPS - 1);
  }

  /** i/(N − 1), which rounding must not put below step i. */
  private static double ofChain(int i, int steps) {
    double t = i / (steps - 1.0);
    return (int) (t * (steps - 1)) < i ? Math.nextUp(t) : t;
  }
}
