package org.p2f.spec.optimizer;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Averages that were kept while training, combined to one of another profile (Karras et al.,
 * arXiv:2312.02696, sect. 3.2 and App. C, algorithm 3): the combination whose profile is closest to
 * it by least squares.
 *
 * <p>Departures: shares sum to 1, so that a weight that did not change is met whatever the error;
 * published networks do not feel the scale of their weights, ours do. And kept averages are rounded
 * to float16, which the fit counts as an error of each: averages that are nearly alike get no large
 * shares of opposite signs, which would amplify it.
 *
 * @param shares of the kept averages, in their order
 * @param error distance of the combination's profile from the wanted one, as a share of the latter;
 *     0 if it is met
 */
public record PostHocAverage(List<Double> shares, double error) {

  /** Largest rounding of float16, as a share of the value. */
  private static final double ROUNDING = 0x1p-11;

  public PostHocAverage {
    shares = List.copyOf(shares);
  }

  /**
   * @param kept profiles of averages, at least one
   */
  public static PostHocAverage of(List<PowerProfile> kept, PowerProfile wanted) {
    if (kept.isEmpty()) {
      throw new IllegalArgumentException("No averages were kept");
    }
    double[][] products = products(kept);
    double[] side = kept.stream().mapToDouble(wanted::dot).toArray();
    double[] shares = shares(lower(products), side);
    double length = wanted.dot(wanted);
    double distance = length;
    for (int i = 0; i < shares.length; i++) {
      distance -= 2 * shares[i] * side[i];
      for (int j = 0; j < shares.length; j++) {
        distance += shares[i] * products[i][j] * shares[j];
      }
    }
    return new PostHocAverage(
        DoubleStream.of(shares).boxed().toList(), Math.sqrt(Math.max(0, distance) / length));
  }

  private static double[][] products(List<PowerProfile> kept) {
    return kept.stream()
        .map(one -> kept.stream().mapToDouble(one::dot).toArray())
        .toArray(double[][]::new);
  }

  /** Least squares under the condition that shares sum to 1, with Lagrange's multiplier. */
  private static double[] shares(double[][] lower, double[] side) {
    double[] ones = new double[side.length];
    Arrays.fill(ones, 1);
    double[] free = solution(lower, side);
    double[] even = solution(lower, ones);
    double multiplier = (1 - DoubleStream.of(free).sum()) / DoubleStream.of(even).sum();
    for (int i = 0; i < free.length; i++) {
      free[i] += multiplier * even[i];
    }
    return free;
  }

  /** Cholesky's factor of the products, which the rounding keeps positive. */
  private static double[][] lower(double[][] products) {
    int n = products.length;
    double[][] lower = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double rest = products[i][j];
        for (int k = 0; k < j; k++) {
          rest -= lower[i][k] * lower[j][k];
        }
        lower[i][j] =
            i == j ? Math.sqrt(rest + ROUNDING * ROUNDING * products[i][i]) : rest / lower[j][j];
      }
    }
    return lower;
  }

  private static double[] solution(double[][] lower, double[] side) {
    int n = side.length;
    double[] x = side.clone();
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) {
        x[i] -= lower[i][k] * x[k];
      }
      x[i] /= lower[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int k = i + 1; k < n; k++) {
        x[i] -= lower[k][i] * x[k];
      }
      x[i] /= lower[i][i];
    }
    return x;
  }
}
