package org.p2f.numerics.head;

import java.util.List;
import org.p2f.spec.head.HeadSpec;

/**
 * Heads that are trained by one program: every variant with every seed, seeds innermost.
 *
 * @param spec what they share
 * @param variants what tells heads of one seed apart
 * @param seeds number of seeds
 */
record StackShape(HeadSpec spec, List<Variant> variants, int seeds) {

  /**
   * @param time index of the time that is read; 0 where a head reads all
   */
  record Variant(int time, double learningRate) {}

  StackShape {
    variants = List.copyOf(variants);
    if (variants.isEmpty() || seeds < 1) {
      throw new IllegalArgumentException(
          "Need a variant and a seed, got %d and %d".formatted(variants.size(), seeds));
    }
  }

  int models() {
    return variants.size() * seeds;
  }
}
