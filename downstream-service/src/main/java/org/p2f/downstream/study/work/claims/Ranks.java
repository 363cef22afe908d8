package org.p2f.downstream.study.work.claims;

import java.util.List;
import org.apache.commons.statistics.ranking.NaturalRanking;
import org.apache.commons.statistics.ranking.TiesStrategy;

/** Spearman's rank correlation. */
final class Ranks {
  private static final NaturalRanking AVERAGING = new NaturalRanking(TiesStrategy.AVERAGE);

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
    double middle = (x.size() + 1) / 2.0;
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

  /** From 1; equal values share the mean of their ranks. */
  private static double[] ranks(List<Double> values) {
    return AVERAGING.apply(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
