package org.p2f.numerics.solver;

import org.p2f.spec.diffusion.Sde;

/**
 * How noisy images are on the way: x_t = fade·x_0 + std·n.
 *
 * @param t what the network is told
 * @param fade c, above 0
 * @param std of the noise, above 0
 */
record Level(double t, double fade, double std) {
  static Level of(Sde sde, double t) {
    return new Level(t, sde.meanCoefficient(t), sde.marginalStd(t));
  }

  /** σ̂ = std/c. */
  double relativeStd() {
    return std / fade;
  }

  /** Tweedie's formula: E[x0 | x_t] = (x_t + σ²·s(x_t, t))/c. */
  Combination clean() {
    return Combination.ofImages()
        .times(1 / fade)
        .plus(Combination.ofScore(0).times(std * std / fade));
  }
}
