package org.p2f.spec.diffusion;

/**
 * Noise is added and the image left as it is: x_t = x_0 + σ(t)·n, σ(t) = σmin·(σmax/σmin)^t.
 *
 * <p>Source: Song et al., arXiv:2011.13456, App. C. Departure: the kernel's variance is σ(t)² −
 * σmin²; like the authors' released code we use σ(t)², less than 1 % of σ once σ(t) &gt; 7.1 σmin.
 *
 * @param sigmaMin σ at t = 0, in pixel values where white is 1
 * @param sigmaMax σ at t = 1
 */
public record VarianceExploding(double sigmaMin, double sigmaMax) implements Sde {
  public VarianceExploding {
    if (!(0 < sigmaMin && sigmaMin < sigmaMax && sigmaMax < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Need 0 < sigmaMin < sigmaMax, got %s and %s".formatted(sigmaMin, sigmaMax));
    }
  }

  /** The published setting for images of 32×32 pixels. */
  public static VarianceExploding published() {
    return new VarianceExploding(.01, 50);
  }

  @Override
  public boolean hasChain() {
    return true;
  }

  @Override
  public double meanCoefficient(double t) {
    Shapes.requireTime(t);
    return 1;
  }

  @Override
  public double marginalStd(double t) {
    return sigmaMin * Math.pow(sigmaMax / sigmaMin, Shapes.requireTime(t));
  }

  @Override
  public double timeOf(double relativeStd) {
    return Math.log(relativeStd / sigmaMin) / Math.log(sigmaMax / sigmaMin);
  }

  @Override
  public double driftCoefficient(double t) {
    Shapes.requireTime(t);
    return 0;
  }

  @Override
  public double diffusion(double t) {
    return marginalStd(t) * Math.sqrt(2 * Math.log(sigmaMax / sigmaMin));
  }

  /** SMLD: G = √(σ_i² − σ_{i−1}²) on a geometric ladder of σ, with σ_{−1} = 0. */
  @Override
  public Discretisation discretise(double t, int steps) {
    int step = Shapes.stepOf(t, steps);
    double sigma = marginalStd(step / (steps - 1.0));
    double below = step == 0 ? 0 : marginalStd((step - 1) / (steps - 1.0));
    return new Discretisation(0, Math.sqrt(sigma * sigma - below * below));
  }

  @Override
  public double priorStd() {
    return sigmaMax;
  }

  @Override
  public double langevinScale(double t, int steps) {
    Shapes.requireTime(t);
    return 1;
  }
}
