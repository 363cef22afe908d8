package org.p2f.spec.diffusion;

/**
 * As {@link VariancePreserving}, with less noise on the way: std = 1 − exp(2m(t)).
 *
 * <p>Source: Song et al., arXiv:2011.13456, App. C.
 *
 * @param betaMin β at t = 0, per unit of time
 * @param betaMax β at t = 1
 */
public record SubVariancePreserving(double betaMin, double betaMax) implements NoisePreserving {
  public SubVariancePreserving {
    new Beta(betaMin, betaMax);
  }

  /** The published setting. */
  public static SubVariancePreserving published() {
    return new SubVariancePreserving(.1, 20);
  }

  @Override
  public SubVariancePreserving with(double first, double last) {
    return new SubVariancePreserving(first, last);
  }

  private Beta beta() {
    return new Beta(betaMin, betaMax);
  }

  @Override
  public double marginalStd(double t) {
    return -Math.expm1(2 * beta().logMean(t));
  }

  /** σ̂ = exp(−m) − exp(m). */
  @Override
  public double timeOf(double relativeStd) {
    double half = relativeStd / 2;
    return beta().timeOf(-Math.log(half + Math.hypot(half, 1)));
  }

  /** g = √(β(t)·(1 − exp(−2β0·t − (β1 − β0)·t²))); the exponent is 4m(t). */
  @Override
  public double diffusion(double t) {
    return Math.sqrt(beta().at(t) * -Math.expm1(4 * beta().logMean(t)));
  }

  /** Euler–Maruyama with dt = 1/steps. */
  @Override
  public Discretisation discretise(double t, int steps) {
    Shapes.stepOf(t, steps);
    return new Discretisation(driftCoefficient(t) / steps, diffusion(t) / Math.sqrt(steps));
  }
}
