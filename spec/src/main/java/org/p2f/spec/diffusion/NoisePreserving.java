package org.p2f.spec.diffusion;

/**
 * A diffusion whose images fade at a rate β(t) that rises linearly while noise comes, so that their
 * variance stays about 1: dx = −½β(t)x dt + g(t) dw with β(t) = β0 + (β1 − β0)t.
 *
 * <p>Source: Song et al., arXiv:2011.13456, App. B and C.
 */
public sealed interface NoisePreserving extends Sde
    permits VariancePreserving, SubVariancePreserving {

  /** β at t = 0, per unit of time. */
  double betaMin();

  /** β at t = 1, per unit of time. */
  double betaMax();

  /** The same with other rates. */
  NoisePreserving with(double betaMin, double betaMax);

  @Override
  default double meanCoefficient(double t) {
    return Math.exp(new Beta(betaMin(), betaMax()).logMean(t));
  }

  @Override
  default double driftCoefficient(double t) {
    return -new Beta(betaMin(), betaMax()).at(t) / 2;
  }

  @Override
  default double priorStd() {
    return 1;
  }

  @Override
  default double langevinScale(double t, int steps) {
    return 1 - new Beta(betaMin(), betaMax()).ofStep(t, steps);
  }
}
