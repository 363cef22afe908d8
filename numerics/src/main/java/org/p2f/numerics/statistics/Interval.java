package org.p2f.numerics.statistics;

/** A closed interval of the real line. */
public record Interval(double low, double high) {
  public Interval {
    if (!(low <= high)) { // also refuses NaN
      throw new IllegalArgumentException("Not an interval: [%s, %s]".formatted(low, high));
    }
  }

  public double width() {
    return high - low;
  }

  public boolean contains(double value) {
    return low <= value && value <= high;
  }

  /** The smallest interval with both in it. */
  public Interval hull(Interval other) {
    return new Interval(Math.min(low, other.low), Math.max(high, other.high));
  }

  /** The part of it that lies in [0, 1]; of an interval outside, the nearest end. */
  public Interval withinUnit() {
    return new Interval(Math.clamp(low, 0, 1), Math.clamp(high, 0, 1));
  }
}
