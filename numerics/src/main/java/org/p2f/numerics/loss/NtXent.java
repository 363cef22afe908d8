package org.p2f.numerics.loss;

import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Value;
import org.p2f.spec.objective.Contrast;

/**
 * Normalised temperature-scaled cross-entropy: each vector is to be told from all others of the
 * batch as its partner's. Source: Chen et al., arXiv:2002.05709, eq. 1.
 */
public record NtXent(double temperature) {
  /** Of lengths, so that a vector of zeros has a direction. */
  private static final double SMALLEST = 1e-12;

  /** What no similarity reaches: leaves a vector itself out. */
  private static final double OUT = -1e9;

  public static NtXent of(Contrast contrast) {
    return new NtXent(contrast.temperature());
  }

  /**
   * @param vectors float32 [2n, p], n at least 1; partners are neighbours: 0 and 1, 2 and 3, …
   * @return the mean over vectors, in nats, a float32 scalar
   */
  public Value of(Value vectors, int count) {
    var g = vectors.graph();
    var lengths = vectors.square().sum(1).sqrt().clampMin(SMALLEST).reshape(-1, 1);
    var directions = vectors.div(lengths);
    var similarities = directions.matmul(directions.transpose(0, 1)).mul(1 / temperature);
    var places = g.range(count);
    var itself =
        g.op("torch.eq", places.reshape(-1, 1), places.reshape(1, -1)).like(similarities).mul(OUT);
    var partners = g.op("torch.bitwise_xor", places, Operand.of(1));
    return g.op("torch.cross_entropy_loss", similarities.add(itself), partners);
  }
}
