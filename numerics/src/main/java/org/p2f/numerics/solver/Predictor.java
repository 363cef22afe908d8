package org.p2f.numerics.solver;

import java.util.ArrayList;
import java.util.List;
import org.p2f.numerics.net.Noising;
import org.p2f.numerics.sde.Discretisation;
import org.p2f.numerics.sde.Sde;
import org.p2f.numerics.sde.SubVariancePreserving;
import org.p2f.numerics.sde.TimeSteps;
import org.p2f.numerics.sde.VarianceExploding;
import org.p2f.numerics.sde.VariancePreserving;

/** How a sampler gets from one time to the one before. Source: Song et al., arXiv:2011.13456. */
public enum Predictor {
  /**
   * Euler–Maruyama on the reverse diffusion. Departure: the times are {@code steps} equal intervals
   * from 1 to the end, so the last step does not reach below the end, as the authors' code does.
   */
  EULER_MARUYAMA {
    @Override
    LinearUpdate update(Sde sde, double t, double next, double chain, int steps) {
      double dt = t - next;
      double g = sde.diffusion(t);
      return new LinearUpdate(1 - sde.driftCoefficient(t) * dt, g * g * dt, g * Math.sqrt(dt));
    }
  },

  /** The diffusion's own chain, each step inverted (App. E); the last step leaves the chain. */
  REVERSE_DIFFUSION {
    @Override
    LinearUpdate update(Sde sde, double t, double next, double chain, int steps) {
      Discretisation d = sde.discretise(chain, steps);
      return new LinearUpdate(
          1 - d.driftCoefficient(), d.diffusion() * d.diffusion(), d.diffusion());
    }
  },

  /** The chain's posterior given the denoised image (App. F); the sub-VP diffusion has none. */
  ANCESTRAL {
    @Override
    LinearUpdate update(Sde sde, double t, double next, double chain, int steps) {
      return switch (sde) {
        case VarianceExploding ve -> ancestor(ve.marginalStd(t), ve.discretise(chain, steps));
        case VariancePreserving vp -> ancestor(vp.discretise(chain, steps));
        case SubVariancePreserving _ ->
            throw new IllegalArgumentException(
                "There is no ancestral sampling of a sub-VP diffusion");
      };
    }
  },

  /** None: the corrector alone moves, as in annealed Langevin dynamics. */
  NONE {
    @Override
    LinearUpdate update(Sde sde, double t, double next, double chain, int steps) {
      return new LinearUpdate(1, 0, 0);
    }
  };

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

  /** Whether it is defined for a diffusion. */
  public boolean fits(Sde sde) {
    return this != ANCESTRAL || !(sde instanceof SubVariancePreserving);
  }

  /** Whether the mean of the last step is a clean image. */
  boolean endsClean() {
    return this == REVERSE_DIFFUSION || this == ANCESTRAL;
  }

  /**
   * @param t time before the step
   * @param next time after it, below t
   * @param chain time in whose step of a chain of {@code steps} the step lies
   * @param steps of the whole sampling
   */
  abstract LinearUpdate update(Sde sde, double t, double next, double chain, int steps);

  /** One step of a sampling. */
  record Step(double t, double next, LinearUpdate update) {}

  /**
   * The steps from t = 1 to the end. Departure from the authors' code, whose times fit chains of
   * 1000 steps only: a chain's step asks for the score at the time whose noise its images have.
   */
  List<Step> schedule(Noising noising, int steps) {
    var sde = noising.sde();
    double end = Ends.of(sde);
    var schedule = new ArrayList<Step>(steps);
    for (int i = steps - 1; i >= 0; i--) {
      double t = time(noising, i, steps);
      double next = i == 0 ? end : time(noising, i - 1, steps);
      schedule.add(
          new Step(
              Math.max(t, end),
              Math.max(next, end),
              update(sde, t, next, ofChain(i, steps), steps)));
    }
    return schedule;
  }

  /** Before step i, counted from the end. */
  private double time(Noising noising, int i, int steps) {
    if (this == EULER_MARUYAMA) {
      double end = Ends.of(noising.sde());
      return end + (1 - end) * (i + 1) / steps;
    }
    return switch (noising.sde()) {
      case VarianceExploding _ -> ofChain(i, steps);
      case VariancePreserving _, SubVariancePreserving _ ->
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
