package org.p2f.numerics.head;

import org.jspecify.annotations.Nullable;
import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Value;

/**
 * Dropout's masks of one step and seed, handed out in the order in which the network asks. All
 * heads of a seed share them.
 *
 * <p>A unit's byte is random; it is dropped if the byte is below {@link #DROPPED} of 256, so the
 * probability of 1/4 is exact. The bytes are drawn outside: libtorch's Bernoulli numbers took a
 * fifth of a Transformer's step.
 */
final class Masks {

  /** Of all heads, as published: 64 / 256. */
  static final double PROBABILITY = .25;

  private static final int DROPPED = 64;

  private final @Nullable Value factors;
  private int used;

  private Masks(@Nullable Value factors) {
    this.factors = factors;
  }

  /**
   * @param bytes uint8 [units, B]
   */
  static Masks of(Graph graph, Value bytes) {
    var kept = graph.op("torch.ge", bytes, Operand.of(DROPPED)).to(ElementType.FLOAT32);
    return new Masks(graph.op("torch.mul_", kept, Operand.of(1 / (1 - PROBABILITY))));
  }

  /** Drops nothing, and counts all the same. */
  static Masks none() {
    return new Masks(null);
  }

  Value apply(Value x, int units) {
    int from = used;
    used += units;
    return factors == null
        ? x
        : x.mul(x.graph().op("torch.view_as", factors.slice(0, from, used), x));
  }

  /** The masks again, from the first on. */
  Masks again() {
    return new Masks(factors);
  }

  /** Units of one image handed out so far. */
  int used() {
    return used;
  }
}
