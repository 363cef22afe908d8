package org.p2f.numerics.information;

import java.util.List;
import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Value;

/** Where the pairs that critics are trained on come from. */
interface PairedBatches {

  /** Critics of each group, in order; the critics of one group read the same data. */
  List<Integer> groups();

  /** Declares what it needs as arguments of the method. */
  Draw in(Graph graph);

  /** The pairs of one critic in one round. */
  @FunctionalInterface
  interface Draw {

    /**
     * @param model the critic's index among all, an int
     * @param number of the round in this call, an int
     * @return the first layer before its activation, [2n, 256]: first n pairs that belong together,
     *     then n that do not
     */
    Value pairs(Critic critic, int group, Value model, Value number);
  }
}
