package org.p2f.numerics.net;

import org.p2f.numerics.program.Value;

/** What an encoder yields in a graph, float32, one row per image. */
public sealed interface Latent {

  /**
   * @param code [B, d]
   */
  record Deterministic(Value code) implements Latent {}

  /**
   * @param mean [B, d]
   * @param logVariance [B, d]
   */
  record Gaussian(Value mean, Value logVariance) implements Latent {
    /**
     * A code drawn by reparametrisation.
     *
     * @param noise standard normal [B, d]
     */
    public Value sample(Value noise) {
      return mean.add(noise.mul(logVariance.mul(.5).exp()));
    }
  }

  /** The code that downstream work sees. */
  default Value center() {
    return switch (this) {
      case Deterministic d -> d.code();
      case Gaussian g -> g.mean();
    };
  }
}
