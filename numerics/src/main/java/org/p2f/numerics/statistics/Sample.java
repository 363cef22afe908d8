package org.p2f.numerics.statistics;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Independent measurements of one quantity, such as the accuracies of several seeds.
 *
 * @param values at least one, all finite
 */
public record Sample(List<Double> values) {
  public Sample {
    values = List.copyOf(values);
    if (values.isEmpty() || values.stream().anyMatch(v -> !Double.isFinite(v))) {
      throw new IllegalArgumentException("Need finite values, got " + values);
    }
  }

  public int size() {
    return values.size();
  }

  public double mean() {
    return values.stream().mapToDouble(Double::doubleValue).sum() / size();
  }

  /** The middle value; of an even number the mean of both in the middle. */
  public double median() {
    var sorted = values.stream().sorted().toList();
    return (sorted.get((size() - 1) / 2) + sorted.get(size() / 2)) / 2;
  }

  /**
   * Standard deviation with the divisor n − 1.
   *
   * @throws IllegalStateException if there is one value only
   */
  public double standardDeviation() {
    if (size() < 2) {
      throw new IllegalStateException("One value has no spread");
    }
    double mean = mean();
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (size() - 1));
  }

  /** Standard error of the mean. */
  public double standardError() {
    return standardDeviation() / Math.sqrt(size());
  }

  /**
   * 95 % interval of the mean by Student's t: right for values that are about normal.
   *
   * @throws IllegalStateException if there is one value only
   */
  public Interval studentInterval() {
    double error = standardError(); // refuses a single value
    double half = Quantiles.student(size() - 1) * error;
    return new Interval(mean() - half, mean() + half);
  }

  /**
   * The differences to another sample whose i-th value shares everything random with ours (seed,
   * encoder, data): their spread is free of what both share.
   *
   * @throws IllegalArgumentException if the samples differ in size
   */
  public Sample minus(Sample other) {
    if (other.size() != size()) {
      throw new IllegalArgumentException(
          "Cannot pair %d values with %d".formatted(size(), other.size()));
    }
    return new Sample(
        IntStream.range(0, size()).mapToObj(i -> values.get(i) - other.values.get(i)).toList());
  }
}
