package org.p2f.spec.diffusion;

/**
 * One step of the discrete chain x_{i+1} = x_i + f·x_i + G·n.
 *
 * @param driftCoefficient f, without unit
 * @param diffusion G, in pixel values
 */
public record Discretisation(double driftCoefficient, double diffusion) {
  /**
   * The most likely previous state: x − (f·x − G²·s). Source: Song et al., arXiv:2011.13456, App.
   * E, reverse diffusion sampling.
   *
   * @param score s(x, t), shaped as x
   */
  public double[] reverseMean(double[] x, double[] score) {
    Shapes.requireSame(x, score);
    double[] mean = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      mean[i] = x[i] - driftCoefficient * x[i] + diffusion * diffusion * score[i];
    }
    return mean;
  }

  /**
   * A draw of the previous state: the mean and G·n.
   *
   * @param noise standard normal, shaped as x; the caller draws it
   */
  public double[] reverseStep(double[] x, double[] score, double[] noise) {
    Shapes.requireSame(x, noise);
    double[] previous = reverseMean(x, score);
    for (int i = 0; i < x.length; i++) {
      previous[i] += diffusion * noise[i];
    }
    return previous;
  }
}
