package org.p2f.numerics.program;

import java.util.List;
import java.util.Map;

/**
 * Random numbers drawn inside a program by a generator of its own, so that neither other threads
 * nor earlier calls change them.
 */
public final class Randomness {

  private static final long FIFTEEN_BITS = 1 << 15;

  private Randomness() {}

  /**
   * @param seed an int of the graph
   */
  public static Value generator(Graph graph, Value seed) {
    return graph.op(
        "torch.Generator",
        ValueType.GENERATOR,
        List.of(),
        Map.of("device", Operand.device(), "seed", seed));
  }

  /** Standard normal numbers, float32, shaped as {@code like}. */
  public static Value normalLike(Graph graph, Value like, Value generator) {
    return graph.op(
        "torch.normal_",
        List.of(emptyLike(graph, like, ElementType.FLOAT32), Operand.of(0.0), Operand.of(1.0)),
        Map.of("generator", generator));
  }

  /** −1 or 1 with equal chance, int64, shaped as {@code like}. */
  public static Value signsLike(Graph graph, Value like, Value generator) {
    var bits =
        graph.op(
            "torch.random_",
            List.of(emptyLike(graph, like, ElementType.INT64), Operand.of(0), Operand.of(2)),
            Map.of("generator", generator));
    return graph.op("torch.sub", graph.op("torch.mul", bits, Operand.of(2)), Operand.of(1));
  }

  /** Standard normal numbers, float32. */
  public static Value normal(Graph graph, long[] shape, Value generator) {
    return drawn(graph, "torch.randn", shape, generator);
  }

  /** Uniform numbers on [0, 1), float32. */
  public static Value uniform(Graph graph, long[] shape, Value generator) {
    return drawn(graph, "torch.rand", shape, generator);
  }

  private static Value drawn(Graph graph, String operator, long[] shape, Value generator) {
    return graph.op(
        operator,
        List.of(Operand.ints(shape)),
        Map.of(
            "generator",
            generator,
            "dtype",
            Operand.of(ElementType.FLOAT32.code()),
            "device",
            Operand.device()));
  }

  /**
   * Dropout: each element is zero with that probability, the rest is scaled to keep the mean.
   *
   * <p>Each element is decided by a random integer of 15 bits, so the probability is rounded to a
   * multiple of 2⁻¹⁵, and the scale fits the rounded one. libtorch's own Bernoulli numbers take
   * longer, in training a tenth of the step.
   */
  public static Value dropout(Graph graph, Value x, double probability, Value generator) {
    long dropped = Math.round(probability * FIFTEEN_BITS);
    var integers =
        graph.op(
            "torch.random_",
            List.of(emptyLike(graph, x, ElementType.INT16)),
            Map.of("generator", generator));
    var kept = graph.op("torch.ge", integers, Operand.of(dropped)).like(x);
    return x.mul(kept.mul((double) FIFTEEN_BITS / (FIFTEEN_BITS - dropped)));
  }

  private static Value emptyLike(Graph graph, Value like, ElementType type) {
    return graph.op("torch.empty_like", List.of(like), Map.of("dtype", Operand.of(type.code())));
  }
}
