package org.p2f.representation.encoding;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Times at which images are encoded.
 *
 * @param values each in [0, 1], unitless; 0 is clean, 1 is noise
 */
public record Times(List<Double> values) {
  public Times {
    // Adding zero turns -0.0 into 0.0, which is the same time.
    values = values.stream().map(t -> t + 0.0).toList();
    if (values.isEmpty()) {
      throw new IllegalArgumentException("Need at least one time");
    }
    for (double t : values) {
      if (!isTime(t)) {
        throw new IllegalArgumentException("Time %s is outside [0, 1]".formatted(t));
      }
    }
  }

  /** False for NaN too. */
  public static boolean isTime(double t) {
    return t >= 0 && t <= 1;
  }

  /**
   * t_i = i/g for i = 0 … g; for g = 1 the single time ½.
   *
   * @param granularity g, at least 1
   */
  public static Times grid(int granularity) {
    if (granularity < 1) {
      throw new IllegalArgumentException("Granularity %d is below 1".formatted(granularity));
    }
    return granularity == 1
        ? new Times(List.of(.5))
        : new Times(
            IntStream.rangeClosed(0, granularity).mapToObj(i -> (double) i / granularity).toList());
  }

  /** Every time once, ascending. */
  public Times distinct() {
    return new Times(values.stream().distinct().sorted().toList());
  }

  public int size() {
    return values.size();
  }
}
