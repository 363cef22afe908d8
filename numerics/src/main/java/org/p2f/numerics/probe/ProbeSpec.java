package org.p2f.numerics.probe;

import java.util.List;

/**
 * A probe of codes during training.
 *
 * @param times each in [0, 1]
 * @param images at most that many training images are fitted to, and as many validation images
 *     tested, drawn by the run's seed
 */
public record ProbeSpec(List<Double> times, int images) {
  public ProbeSpec {
    times = List.copyOf(times);
    if (times.isEmpty() || !times.stream().allMatch(t -> 0 <= t && t <= 1)) {
      throw new IllegalArgumentException("Times lie in [0, 1] and are at least one, got " + times);
    }
    if (images < 1) {
      throw new IllegalArgumentException("Need at least 1 image, got " + images);
    }
  }
}
