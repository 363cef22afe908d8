package org.p2f.spec.diffusion;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Distinct times at which images are encoded, in the order asked for. Encodings are functions of
 * (image, t), so no time needs to stand twice.
 *
 * @param times each in [0, 1]
 */
public record TimeGrid(List<Double> times) {
  public TimeGrid {
    // Adding zero turns -0.0 into 0.0, which is the same time.
    times = times.stream().map(t -> Shapes.requireTime(t) + 0.0).toList();
    if (times.isEmpty()) {
      throw new IllegalArgumentException("A time grid needs at least one time");
    }
    Set<Double> seen = new HashSet<>();
    for (double t : times) {
      if (!seen.add(t)) {
        throw new IllegalArgumentException("Time %s stands twice".formatted(t));
      }
    }
  }

  public static TimeGrid of(List<Double> times) {
    return new TimeGrid(times);
  }

  /**
   * t_i = i/g for i = 0 … g; for g = 1 the single time ½.
   *
   * @param granularity g, at least 1
   */
  public static TimeGrid uniform(int granularity) {
    if (granularity < 1) {
      throw new IllegalArgumentException("Granularity %d is below 1".formatted(granularity));
    }
    if (granularity == 1) {
      return new TimeGrid(List.of(.5));
    }
    return new TimeGrid(
        IntStream.rangeClosed(0, granularity).mapToObj(i -> (double) i / granularity).toList());
  }

  /** Every time of any of the grids once, ascending. */
  public static TimeGrid union(Collection<TimeGrid> grids) {
    return new TimeGrid(
        grids.stream().flatMap(grid -> grid.times().stream()).distinct().sorted().toList());
  }

  public int size() {
    return times.size();
  }
}
