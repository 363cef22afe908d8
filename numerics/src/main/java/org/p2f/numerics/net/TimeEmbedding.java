package org.p2f.numerics.net;

import java.util.List;
import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Initialization;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.sde.VarianceExploding;

/**
 * Random Fourier features of ln σ(t) and a two-layer perceptron on them. Source: Song et al.,
 * arXiv:2011.13456, App. C.1.
 *
 * <p>Departure: phases are computed in float64. They reach some thousand radians, where float32
 * would leave an error of 1e-4 in their sines; float64 costs nothing on so few numbers.
 *
 * @param frequencies drawn once, never trained
 * @param size length of the embedding
 */
record TimeEmbedding(int frequencies, int size, VarianceExploding sde) {

  /** Standard deviation of the frequencies. */
  private static final double SPREAD = 16;

  /**
   * @param scope holds the parts 0, 1 and 2
   * @param t float32 or float64 [B], each in [0, 1]
   * @return [B, size]
   */
  Value apply(Scope scope, Value t) {
    var wave =
        scope
            .in(0)
            .buffer("W", new Initialization.Normal(SPREAD), frequencies)
            .to(ElementType.FLOAT64)
            .mul(2 * Math.PI);
    var phase = NoiseLevel.logSigma(sde, t).unsqueeze(1).mul(wave);
    var features =
        scope.graph().cat(List.of(phase.sin(), phase.cos()), 1).to(scope.precision().exact());
    var hidden = new Linear(2 * frequencies, size).apply(scope.in(1), features);
    return new Linear(size, size).apply(scope.in(2), hidden.silu());
  }
}
