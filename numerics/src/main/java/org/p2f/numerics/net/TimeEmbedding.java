package org.p2f.numerics.net;

import java.util.List;
import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Initialization;
import org.p2f.numerics.program.Scope;
import org.p2f.numerics.program.Value;
import org.p2f.spec.network.UNetOptions.Embedding;

/**
 * Features of a number that stands for the time, and a two-layer perceptron on them. Sources: Song
 * et al., arXiv:2011.13456, App. C.1, for random Fourier features of the logarithm of a noise
 * level; Ho et al., arXiv:2006.11239, for sines and cosines of a step's number.
 *
 * <p>Departure: phases are computed in float64. They reach some thousand radians, where float32
 * would leave an error of 1e-4 in their sines; float64 costs nothing on so few numbers.
 *
 * @param frequencies Fourier ones are drawn once, never trained
 * @param size length of the embedding
 * @param spread standard deviation of Fourier frequencies
 */
record TimeEmbedding(Embedding kind, int frequencies, int size, double spread) {

  /** Longest wavelength of positions, in units of 2π steps. */
  private static final double LONGEST = 10_000;

  TimeEmbedding {
    if (kind == Embedding.POSITIONAL && frequencies < 2) {
      throw new IllegalArgumentException("Positions need 2 frequencies, got " + frequencies);
    }
  }

  /** Number of numbered parts it takes of its scope. */
  int parts() {
    return kind == Embedding.FOURIER ? 3 : 2;
  }

  /**
   * @param scope holds the parts from 0
   * @param condition what stands for the time, float64 [B]
   * @return [B, size]
   */
  Value apply(Scope scope, Value condition) {
    var waves =
        switch (kind) {
          case FOURIER ->
              scope
                  .in(0)
                  .buffer("W", new Initialization.Normal(spread), frequencies)
                  .to(ElementType.FLOAT64)
                  .mul(2 * Math.PI);
          case POSITIONAL -> wavesOfPositions(condition);
        };
    var phase = condition.unsqueeze(1).mul(waves);
    var features =
        scope.graph().cat(List.of(phase.sin(), phase.cos()), 1).to(scope.precision().exact());
    int first = parts() - 2;
    var hidden = new Linear(2 * frequencies, size).apply(scope.in(first), features);
    return new Linear(size, size).apply(scope.in(first + 1), hidden.silu());
  }

  /** From 1 down to 1/{@link #LONGEST} in a geometric row, in the condition's type. */
  private Value wavesOfPositions(Value condition) {
    return condition
        .graph()
        .range(frequencies)
        .like(condition)
        .mul(-Math.log(LONGEST) / (frequencies - 1))
        .exp();
  }
}
