package org.p2f.numerics.program;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Where a network's part stands in a graph: a dotted name prefix, the tensors it may ask for, and
 * how it computes. Asking for a tensor declares it.
 */
public final class Scope {

  /** What all scopes of one graph share. */
  private record Shared(
      Graph graph,
      Declarations declarations,
      IntFunction<Value> parameters,
      IntFunction<Value> buffers,
      Precision precision,
      Layout layout,
      boolean training,
      Map<String, Value> casts) {}

  private final Shared shared;
  private final String prefix;

  private Scope(Shared shared, String prefix) {
    this.shared = shared;
    this.prefix = prefix;
  }

  /**
   * A scope whose parameters and buffers are the items of two list values.
   *
   * @param parameters gives the i-th parameter; a training method hands in gradient leaves
   * @param training true where BatchNorm uses and moves its statistics and dropout is active
   */
  public static Scope root(
      Graph graph,
      Declarations declarations,
      IntFunction<Value> parameters,
      IntFunction<Value> buffers,
      Precision precision,
      Layout layout,
      boolean training) {
    return new Scope(
        new Shared(
            graph, declarations, parameters, buffers, precision, layout, training, new HashMap<>()),
        "");
  }

  /** The scope of a part with that name. */
  public Scope in(Object child) {
    return new Scope(shared, prefix + child + ".");
  }

  public Graph graph() {
    return shared.graph();
  }

  public Precision precision() {
    return shared.precision();
  }

  public Layout layout() {
    return shared.layout();
  }

  public boolean training() {
    return shared.training();
  }

  /** A trained tensor, float32. */
  public Value parameter(String name, Initialization initialization, long... shape) {
    return shared
        .parameters()
        .apply(shared.declarations().parameter(spec(name, initialization, shape)));
  }

  /** A trained tensor in the type in which products are computed. */
  public Value weight(String name, Initialization initialization, long... shape) {
    var parameter = parameter(name, initialization, shape);
    if (shared.precision().element() == shared.precision().exact()) {
      return parameter;
    }
    return shared
        .casts()
        .computeIfAbsent(prefix + name, k -> parameter.to(shared.precision().element()));
  }

  /** A tensor that is kept but not trained, float32. */
  public Value buffer(String name, Initialization initialization, long... shape) {
    return shared.buffers().apply(shared.declarations().buffer(spec(name, initialization, shape)));
  }

  private TensorSpec spec(String name, Initialization initialization, long... shape) {
    return new TensorSpec(prefix + name, Arrays.stream(shape).boxed().toList(), initialization);
  }
}
