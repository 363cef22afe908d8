package org.p2f.numerics.trajectory;

/**
 * Consecutive images of a split.
 *
 * @param from the first, at least 0
 * @param to past the last
 */
public record RowRange(int from, int to) {
  public RowRange {
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException("Not a range of rows: %d to %d".formatted(from, to));
    }
  }

  public int size() {
    return to - from;
  }
}
