package org.p2f.spec.sampling;

import org.p2f.spec.diffusion.Sde;

/**
 * Langevin steps between predictor steps: x + ε·s + √(2ε)·n, {@code steps} times at each t. Source:
 * Song et al., arXiv:2011.13456, algorithms 4 and 5.
 */
public sealed interface Corrector {

  /** No correction. */
  record None() implements Corrector {
    @Override
    public int steps() {
      return 0;
    }

    @Override
    public double scale(Sde sde, double t, int chain) {
      return 0;
    }
  }

  /**
   * ε = 2α·(r·‖n‖/‖s‖)². The norms are means over the batch, so one image's step depends on its
   * neighbours.
   *
   * @param signalToNoise r, without unit
   */
  record Langevin(double signalToNoise, int steps) implements Corrector {
    public Langevin {
      requireSteps(signalToNoise, steps);
    }

    @Override
    public double scale(Sde sde, double t, int chain) {
      return 2 * sde.langevinScale(t, chain) * signalToNoise * signalToNoise;
    }
  }

  /**
   * ε = 2α·(r·std(t))², independent of the images.
   *
   * @param signalToNoise r, without unit
   */
  record AnnealedLangevin(double signalToNoise, int steps) implements Corrector {
    public AnnealedLangevin {
      requireSteps(signalToNoise, steps);
    }

    @Override
    public double scale(Sde sde, double t, int chain) {
      double reach = signalToNoise * sde.marginalStd(t);
      return 2 * sde.langevinScale(t, chain) * reach * reach;
    }
  }

  /** Steps at each t. */
  int steps();

  /**
   * ε, or for Langevin ε where both norms are equal.
   *
   * @param chain steps of the whole sampling
   */
  double scale(Sde sde, double t, int chain);

  private static void requireSteps(double signalToNoise, int steps) {
    if (!(0 < signalToNoise && signalToNoise < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("Need signalToNoise > 0, got " + signalToNoise);
    }
    if (steps < 1) {
      throw new IllegalArgumentException("A corrector makes at least 1 step, not " + steps);
    }
  }
}
