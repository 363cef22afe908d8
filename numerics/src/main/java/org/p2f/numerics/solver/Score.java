package org.p2f.numerics.solver;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Value;

/** A score s(x, t) = ∇ₓ log p_t(x) that becomes part of programs: a network's or a formula. */
public interface Score {

  /** The score in one graph. */
  @FunctionalInterface
  interface InGraph {
    /**
     * @param x images at that time, float32 or float64 [B, C, H, W]
     * @param t float64 [B], each in [0, 1]
     * @return shaped as x, of any floating type
     */
    Value at(Value x, Value t);
  }

  /**
   * Declares the arguments it needs, always the same ones in the same order: first those that are
   * the same in every call, then those of a batch.
   */
  InGraph in(Graph graph);

  /** What is handed over for the first of these arguments in each call. */
  List<Object> arguments();

  /**
   * All that is handed over.
   *
   * @param condition what the images of a batch are to depend on
   */
  default List<Object> arguments(List<NDArray> condition) {
    var all = new ArrayList<>(arguments());
    all.addAll(condition);
    return all;
  }
}
