package org.p2f.numerics.probe;

import java.util.List;

/**
 * A probe of codes during training.
 *
 * @param times each in [0, 1]
 * @param images at most that many training images are fitted to, and as many validation images
 *     tested, drawn by the run's seed
 * @param features random features of the codes beside the codes themselves; 0 for a linear probe
 */
public record ProbeSpec(List<Double> times, int images, int features) {
  /** A linear one. */
  public ProbeSpec(List<Double> times, int images) {
    this(times, images, 0);
  }

  public ProbeSpec {
    times = List.copyOf(times);
    if (times.isEmpty() || !times.stream().allMatch(t -> 0 <= t && t <= 1)) {
      throw new IllegalArgumentException("Times lie in [0, 1] and are at least one, got " + times);
    }
    if (images < 1) {
      throw new IllegalArgumentException("Need at least 1 image, got " + images);
    }
    if (features < 0) {
      throw new IllegalArgumentException("Features are at least 0, got " + features);
    }
  }
}
