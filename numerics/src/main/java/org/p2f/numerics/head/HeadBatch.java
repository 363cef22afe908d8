package org.p2f.numerics.head;

import java.util.ArrayList;
import java.util.List;
import org.p2f.numerics.program.Value;

/**
 * The trajectories that the heads of a stack read in one call: of B images for each seed.
 *
 * @param codes [seeds·B, times, d]
 */
record HeadBatch(Value codes, ModelAxis axis, int times, int width) {

  /**
   * The codes of one time a variant.
   *
   * @param times the variants' times, as indices
   * @return [M, B, d]
   */
  Value at(List<Integer> times) {
    var variants = new ArrayList<Value>();
    for (int time : times) {
      variants.add(codes.select(1, time).reshape(axis.seeds(), -1, width));
    }
    return codes.graph().cat(variants, 0);
  }

  /** All codes, the image innermost: [M, times·B, d]. */
  Value byTime() {
    return stacked(
        codes
            .reshape(axis.seeds(), -1, times, width)
            .transpose(1, 2)
            .reshape(axis.seeds(), -1, width));
  }

  /** All codes, the time innermost: [M, B·times, d]. */
  Value byImage() {
    return stacked(codes.reshape(axis.seeds(), -1, width));
  }

  private Value stacked(Value bySeed) {
    return axis.variants() == 1
        ? bySeed
        : codes.graph().cat(java.util.Collections.nCopies(axis.variants(), bySeed), 0);
  }
}
