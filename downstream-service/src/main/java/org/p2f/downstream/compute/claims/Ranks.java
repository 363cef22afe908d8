package org.p2f.downstream.compute.claims;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Spearman's rank correlation. */
final class Ranks {
  private Ranks() {}

  /**
   * In [−1, 1]; 0 where one of the lists does not vary.
   *
   * @param x finite
   * @param y as many
   */
  static double correlation(List<Double> x, List<Double> y) {
    var a = ranks(x);
    var b = ranks(y);
    double middle = (x.size() - 1) / 2.0;
    double product = 0;
    double squareA = 0;
    double squareB = 0;
    for (int i = 0; i < a.length; i++) {
      product += (a[i] - middle) * (b[i] - middle);
      squareA += (a[i] - middle) * (a[i] - middle);
      squareB += (b[i] - middle) * (b[i] - middle);
    }
    return squareA == 0 || squareB == 0 ? 0 : product / Math.sqrt(squareA * squareB);
  }

  /** From 0; equal values share the mean of their ranks. */
  private static double[] ranks(List<Double> values) {
    var order =
        IntStream.range(0, values.size())
            .boxed()
            .sorted(Comparator.comparingDouble(values::get))
            .toList();
    var ranks = new double[values.size()];
    for (int from = 0; from < ranks.length; ) {
      int to = from;
      while (to < ranks.length && values.get(order.get(to)).equals(values.get(order.get(from)))) {
        to++;
      }
      for (int i = from; i < to; i++) {
        ranks[order.get(i)] = (from + to - 1) / 2.0;
      }
      from = to;
    }
    return ranks;
  }
}
