package org.p2f.numerics.information;

import org.p2f.numerics.program.Graph;
import org.p2f.numerics.program.Value;

/** Where the pairs of a training round come from. */
@FunctionalInterface
interface PairedBatches {

  /** Declares what it needs as arguments of the method. */
  Round in(Graph graph);

  /** The pairs of one round. */
  @FunctionalInterface
  interface Round {

    /**
     * @param number of the round in this call, an int
     * @return the first layer before its activation, [M, 2n, 256]: first n pairs that belong
     *     together, then n that do not
     */
    Value pairs(Critic critic, Value number);
  }
}
