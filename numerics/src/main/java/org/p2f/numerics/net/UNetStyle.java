package org.p2f.numerics.net;

import org.p2f.numerics.program.Value;
import org.p2f.spec.network.Conditioning;
import org.p2f.spec.network.UNetOptions.Block;

/**
 * What all parts of a U-net have in common.
 *
 * @param fir whether images change size by {@link Fir}
 * @param skipRescale whether sums of two branches are divided by √2
 */
record UNetStyle(
    Block block, boolean fir, boolean skipRescale, Grouping grouping, Conditioning conditioning) {

  private static final double HALF_POWER = Math.sqrt(.5);

  /** The sum of two branches. */
  Value sum(Value a, Value b) {
    var sum = a.add(b);
    return skipRescale ? sum.mul(HALF_POWER) : sum;
  }
}
