package org.p2f.spec.diffusion;

/**
 * The image fades while noise comes up, and variance stays bounded by 1: β(t) = β0 + t(β1 − β0).
 *
 * <p>Source: Song et al., arXiv:2011.13456, App. C.
 *
 * @param betaMin β at t = 0, per unit of time
 * @param betaMax β at t = 1
 */
public record VariancePreserving(double betaMin, double betaMax) implements NoisePreserving {
  public VariancePreserving {
    new Beta(betaMin, betaMax);
  }

  /** The published setting. */
  public static VariancePreserving published() {
    return new VariancePreserving(.1, 20);
  }

  @Override
  public VariancePreserving with(double first, double last) {
    return new VariancePreserving(first, last);
  }

  @Override
  public boolean hasChain() {
    return true;
  }

  private Beta beta() {
    return new Beta(betaMin, betaMax);
  }

  @Override
  public double marginalStd(double t) {
    return Math.sqrt(-Math.expm1(2 * beta().logMean(t)));
  }

  /** σ̂² = exp(−2m) − 1. */
  @Override
  public double timeOf(double relativeStd) {
    return beta().timeOf(-Math.log1p(relativeStd * relativeStd) / 2);
  }

  /**
   * c of the images after a step of the published chain of {@link #CHAIN_STEPS} steps: √ᾱ_i, the
   * product of √(1 − β_j) over all j ≤ i. Source: Ho et al., arXiv:2006.11239, eq. 4.
   *
   * @param step i, from 0 to CHAIN_STEPS − 1
   */
  public double chainMean(int step) {
    double log = 0;
    for (int j = 0; j <= step; j++) {
      double share = j / (CHAIN_STEPS - 1.0);
      log += Math.log1p(-(betaMin + share * (betaMax - betaMin)) / CHAIN_STEPS) / 2;
    }
    return Math.exp(log);
  }

  @Override
  public double diffusion(double t) {
    return Math.sqrt(beta().at(t));
  }

  /** DDPM: f = √α_i·x − x, G = √β_i, with the diffusion's own β_i in chains of few steps. */
  @Override
  public Discretisation discretise(double t, int steps) {
    double beta = beta().ofStep(t, steps);
    return new Discretisation(Math.sqrt(1 - beta) - 1, Math.sqrt(beta));
  }
}
