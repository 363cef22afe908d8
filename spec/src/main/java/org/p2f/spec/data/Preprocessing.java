package org.p2f.spec.data;

import java.util.List;

/**
 * The images a model takes and what its networks see of them: (pixel − mean) / std, pixels in [0,
 * 1].
 *
 * @param mean one per channel
 * @param std one per channel, above 0
 */
public record Preprocessing(
    int channels, int height, int width, List<Double> mean, List<Double> std) {

  public Preprocessing {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "No images are %d x %d x %d".formatted(channels, height, width));
    }
    if (mean.size() != channels || std.size() != channels) {
      throw new IllegalArgumentException(
          "%d channels need as many means and standard deviations, got %d and %d"
              .formatted(channels, mean.size(), std.size()));
    }
    if (!mean.stream().allMatch(Double::isFinite)
        || !std.stream().allMatch(s -> s > 0 && s < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Means are finite and standard deviations above 0, got %s and %s".formatted(mean, std));
    }
  }

  /** Number of values of an image. */
  public int values() {
    return channels * height * width;
  }
}
