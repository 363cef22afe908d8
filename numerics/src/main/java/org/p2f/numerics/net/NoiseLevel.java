package org.p2f.numerics.net;

import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.sde.VarianceExploding;

/** σ(t) of a variance-exploding diffusion inside a graph. */
public final class NoiseLevel {

  private NoiseLevel() {}

  /**
   * @param t floats, each in [0, 1]
   * @return ln σ(t), float64, shaped as t
   */
  public static Value logSigma(VarianceExploding sde, Value t) {
    return t.to(ElementType.FLOAT64)
        .mul(Math.log(sde.sigmaMax() / sde.sigmaMin()))
        .add(Math.log(sde.sigmaMin()));
  }

  /**
   * @param t floats [B], each in [0, 1]
   * @return σ(t) of that type, [B, 1, 1, 1]
   */
  public static Value sigma(VarianceExploding sde, Value t, ElementType type) {
    return logSigma(sde, t).exp().to(type).reshape(-1, 1, 1, 1);
  }
}
