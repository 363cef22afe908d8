package org.p2f.spec.diffusion;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * A diffusion dx = f(x, t) dt + g(t) dw that turns images into noise while t goes from 0 to 1.
 *
 * <p>Source: Song et al., arXiv:2011.13456. All three have a drift linear in x, so f(x, t) is given
 * by its coefficient, and x_t given x_0 is normal with mean {@code meanCoefficient(t)·x_0} and
 * standard deviation {@code marginalStd(t)}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = VarianceExploding.class, name = "ve"),
  @JsonSubTypes.Type(value = VariancePreserving.class, name = "vp"),
  @JsonSubTypes.Type(value = SubVariancePreserving.class, name = "sub-vp")
})
public sealed interface Sde permits VarianceExploding, NoisePreserving {

  /** Length N of the published chains. */
  int CHAIN_STEPS = 1000;

  /** Whether the authors train it on a chain of discrete steps of its own. */
  default boolean hasChain() {
    return false;
  }

  /**
   * @param t time in [0, 1]
   * @return c with E[x_t | x_0] = c·x_0
   */
  double meanCoefficient(double t);

  /**
   * @param t time in [0, 1]
   * @return standard deviation of x_t given x_0, in pixel values
   */
  double marginalStd(double t);

  /**
   * The noise of images that are scaled back to the clean ones' size, σ̂(t) = std/c: x_t/c = x_0 +
   * σ̂·n. It grows with t, and log-SNR is −2·ln σ̂. In these images the probability-flow ODE is
   * dx/dσ̂ = n whatever the diffusion. Source: Karras et al., arXiv:2206.00364, eq. 3 and App. B.
   *
   * @param t time in [0, 1]
   * @return in pixel values
   */
  default double relativeStd(double t) {
    return marginalStd(t) / meanCoefficient(t);
  }

  /**
   * The time at which {@link #relativeStd} is that.
   *
   * @param relativeStd σ̂ of a time in [0, 1]
   * @return that time, up to rounding
   */
  double timeOf(double relativeStd);

  /**
   * @param t time in [0, 1]
   * @return c with f(x, t) = c·x
   */
  double driftCoefficient(double t);

  /**
   * @param t time in [0, 1]
   * @return g(t)
   */
  double diffusion(double t);

  /**
   * The step of a chain of {@code steps} steps that contains t: the authors' own chain where the
   * diffusion has one (SMLD, DDPM), Euler–Maruyama otherwise.
   *
   * @param t time in [0, 1]
   * @param steps length of the chain, at least 2; the published one is 1000
   */
  Discretisation discretise(double t, int steps);

  /** Standard deviation of the noise at t = 1, from which sampling starts. */
  double priorStd();

  /**
   * The share α of the signal that a Langevin step at t leaves untouched, in (0, 1]; it scales the
   * step.
   *
   * @param t time in [0, 1]
   * @param steps length of the chain, at least 2
   */
  double langevinScale(double t, int steps);

  /** Log density, in nats, of a whole image under the noise at t = 1. */
  default double priorLogDensity(double[] x) {
    double variance = priorStd() * priorStd();
    double squares = 0;
    for (double value : x) {
      squares += value * value;
    }
    return -x.length / 2.0 * Math.log(2 * Math.PI * variance) - squares / (2 * variance);
  }
}
