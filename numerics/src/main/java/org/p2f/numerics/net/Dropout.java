package org.p2f.numerics.net;

import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Randomness;
import org.p2f.numerics.program.Value;

/** Dropout of activations. */
@FunctionalInterface
public interface Dropout {

  Value apply(Value x);

  static Dropout none() {
    return x -> x;
  }

  /**
   * @param generator draws the masks, one after the other in order of execution
   */
  static Dropout random(Graph graph, double probability, Value generator) {
    return probability == 0 ? none() : x -> Randomness.dropout(graph, x, probability, generator);
  }
}
