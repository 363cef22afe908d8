package org.p2f.numerics.program;

import java.util.List;
import java.util.Map;

/**
 * Random numbers drawn inside a program by a generator of its own, so that neither other threads
 * nor earlier calls change them.
 */
public final class Randomness {

  private Randomness() {}

  /**
   * @param seed an int of the graph
   */
  public static Value generator(Graph graph, Value seed) {
    return graph.op(
        "torch.Generator",
        ValueType.GENERATOR,
        List.of(),
        Map.of("device", Operand.none(), "seed", seed));
  }

  /** Standard normal numbers, float32, shaped as {@code like}. */
  public static Value normalLike(Graph graph, Value like, Value generator) {
    return graph.op(
        "torch.normal_",
        List.of(emptyLike(graph, like), Operand.of(0.0), Operand.of(1.0)),
        Map.of("generator", generator));
  }

  /** Standard normal numbers, float32. */
  public static Value normal(Graph graph, long[] shape, Value generator) {
    return graph.op(
        "torch.randn",
        List.of(Operand.ints(shape)),
        Map.of("generator", generator, "dtype", Operand.of(ElementType.FLOAT32.code())));
  }

  /** Uniform numbers on [0, 1), float32. */
  public static Value uniform(Graph graph, long[] shape, Value generator) {
    return graph.op(
        "torch.rand",
        List.of(Operand.ints(shape)),
        Map.of("generator", generator, "dtype", Operand.of(ElementType.FLOAT32.code())));
  }

  /** Dropout: each element is zero with that probability, the rest is scaled to keep the mean. */
  public static Value dropout(Graph graph, Value x, double probability, Value generator) {
    var kept =
        graph.op(
            "torch.bernoulli_",
            List.of(graph.op("torch.empty_like", x), Operand.of(1 - probability)),
            Map.of("generator", generator));
    return x.mul(kept.mul(1 / (1 - probability)));
  }

  private static Value emptyLike(Graph graph, Value like) {
    return graph.op(
        "torch.empty_like", List.of(like), Map.of("dtype", Operand.of(ElementType.FLOAT32.code())));
  }
}
