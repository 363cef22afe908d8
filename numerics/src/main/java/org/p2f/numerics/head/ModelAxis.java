package org.p2f.numerics.head;

/**
 * The leading axis of stacked heads: every variant with every seed, seeds innermost.
 *
 * @param variants heads that share a seed: times or learning rates
 * @param seeds number of seeds
 */
record ModelAxis(int variants, int seeds) {
  ModelAxis {
    if (variants < 1 || seeds < 1) {
      throw new IllegalArgumentException(
          "Need a variant and a seed, got %d and %d".formatted(variants, seeds));
    }
  }

  int models() {
    return variants * seeds;
  }
}
