package org.p2f.numerics.information;

import java.util.ArrayList;
import java.util.List;

/**
 * Jensen–Shannon divergence in bits: half the relative entropies of two distributions to their
 * mean; 0 where they are equal, 1 where they share nothing. Lin, IEEE Trans. Inf. Theory 37 (1991).
 */
public final class JensenShannon {

  /** By how much a distribution's sum may miss 1: what float32 softmaxes leave. */
  private static final double SUM_TOLERANCE = 1e-4;

  private JensenShannon() {}

  /**
   * @param p probabilities; they sum to 1
   * @param q as many of them
   * @return in [0, 1]
   */
  public static double divergence(List<Double> p, List<Double> q) {
    refuse(p);
    refuse(q);
    if (p.size() != q.size()) {
      throw new IllegalArgumentException(
          "Distributions over %d and %d values".formatted(p.size(), q.size()));
    }
    double sum = 0;
    for (int i = 0; i < p.size(); i++) {
      double middle = (p.get(i) + q.get(i)) / 2;
      sum += part(p.get(i), middle) + part(q.get(i), middle);
    }
    return Math.clamp(sum / 2, 0, 1); // rounding may leave −1e-17
  }

  private static double part(double p, double middle) {
    return p == 0 ? 0 : p * Math.log(p / middle) / Math.log(2);
  }

  private static void refuse(List<Double> p) {
    double sum = p.stream().mapToDouble(Double::doubleValue).sum();
    boolean positive = p.stream().allMatch(x -> x >= 0); // false for NaN
    if (!(positive && Math.abs(sum - 1) < SUM_TOLERANCE)) {
      throw new IllegalArgumentException("Not a distribution: " + p);
    }
  }

  /** Divergences of all to all, symmetric, zeros on the diagonal. */
  public static List<List<Double>> matrix(List<List<Double>> distributions) {
    var rows = new ArrayList<List<Double>>();
    for (var p : distributions) {
      rows.add(distributions.stream().map(q -> divergence(p, q)).toList());
    }
    return List.copyOf(rows);
  }

  /**
   * Mean divergence between the distributions of one thing that differ in their seed alone: what
   * lies below it between two things is no difference.
   *
   * @param seeds at least two
   */
  public static double floor(List<List<Double>> seeds) {
    return acrossSeeds(seeds, seeds);
  }

  /**
   * Mean divergence between a distribution of one thing and one of another that differ in their
   * seed: comparable with {@link #floor}, for both are of single seeds, and in neither a pair
   * shares what its seed brings.
   *
   * @param some one for each seed, at least two
   * @param others for the same seeds
   */
  public static double acrossSeeds(List<List<Double>> some, List<List<Double>> others) {
    if (some.size() < 2 || some.size() != others.size()) {
      throw new IllegalArgumentException(
          "Need the same two seeds or more, got %d and %d".formatted(some.size(), others.size()));
    }
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < some.size(); i++) {
      for (int j = 0; j < others.size(); j++) {
        if (i != j) {
          sum += divergence(some.get(i), others.get(j));
          pairs++;
        }
      }
    }
    return sum / pairs;
  }
}
