package org.p2f.numerics.program;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Gradient leaves over a list of parameters, made in order as they are asked for: what a training
 * method hands to {@link Scope#root}.
 */
public final class Leaves implements IntFunction<Value> {

  private final Graph graph;
  private final Value parameters;
  private final List<Value> leaves = new ArrayList<>();

  /**
   * @param parameters a list argument of the graph
   */
  public Leaves(Graph graph, Value parameters) {
    this.graph = graph;
    this.parameters = parameters;
  }

  @Override
  public Value apply(int index) {
    while (leaves.size() <= index) {
      leaves.add(Training.leaf(graph, graph.item(parameters, leaves.size())));
    }
    return leaves.get(index);
  }

  /** The leaves made so far, as many as the largest index asked for and one. */
  public List<Value> all() {
    return List.copyOf(leaves);
  }
}
