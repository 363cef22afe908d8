package org.p2f.numerics.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.p2f.numerics.random.RandomStreams;

/**
 * A mean difference between two things that were measured on the same units, such as two heads on
 * the codes of the same encoder seeds.
 *
 * @param mean of the units' differences
 * @param bootstrap 95 % percentile interval over resampled units (Efron 1979). Up to {@link
 *     #MOST_EXACT} units every resample is counted, with its weight; it cannot leave the range of
 *     the differences, so with few units it is too narrow
 * @param student 95 % interval by Student's t, which knows how little a few units tell
 * @param signFlip two-sided p of the mean if each unit's sign were as likely the other (Fisher's
 *     exact test of paired differences); with n units never below 2^(1 − n)
 * @param units number of units, at least 2
 */
public record PairedDifference(
    double mean, Interval bootstrap, Interval student, double signFlip, int units) {

  /** Above, resamples are drawn: there are 92,378 of 10 units, and 352,716 of 11. */
  public static final int MOST_EXACT = 10;

  private static final int RESAMPLES = 20_000;
  private static final double TAIL = .025;

  /** Up to so many units all patterns of signs are counted: 65,536. */
  private static final int MOST_SIGNS = 16;

  private static final int SIGN_PATTERNS = 1 << MOST_SIGNS;

  private record Weighted(double value, double weight) {}

  /**
   * @param differences one for each unit, at least 2
   * @param seed of the resamples, where they are drawn
   */
  public static PairedDifference of(Sample differences, long seed) {
    int n = differences.size();
    if (n < 2) {
      throw new IllegalArgumentException("One unit tells nothing about others");
    }
    var streams = new RandomStreams(seed);
    var means = n <= MOST_EXACT ? all(differences.values()) : drawn(differences.values(), streams);
    return new PairedDifference(
        differences.mean(),
        percentiles(means),
        differences.studentInterval(),
        signFlip(differences.values(), streams),
        n);
  }

  /** The wider of the two intervals: what to report of a few units. */
  public Interval reported() {
    return bootstrap.hull(student);
  }

  /** The mean of every multiset of n units, with its number of orders. */
  private static List<Weighted> all(List<Double> values) {
    var means = new ArrayList<Weighted>();
    multisets(values, 0, values.size(), 0, 1, means);
    return means;
  }

  private static void multisets(
      List<Double> values, int at, int left, double sum, double weight, List<Weighted> means) {
    int n = values.size();
    if (at == n - 1) {
      double orders = weight / factorial(left);
      means.add(new Weighted((sum + left * values.get(at)) / n, orders));
      return;
    }
    for (int times = 0; times <= left; times++) {
      multisets(
          values,
          at + 1,
          left - times,
          sum + times * values.get(at),
          weight / factorial(times),
          means);
    }
  }

  private static double factorial(int n) {
    return IntStream.rangeClosed(2, n).asDoubleStream().reduce(1, (a, b) -> a * b);
  }

  private static List<Weighted> drawn(List<Double> values, RandomStreams streams) {
    var random = streams.stream("bootstrap", 0);
    int n = values.size();
    return IntStream.range(0, RESAMPLES)
        .mapToObj(
            i -> {
              double sum = 0;
              for (int k = 0; k < n; k++) {
                sum += values.get(random.nextInt(n));
              }
              return new Weighted(sum / n, 1);
            })
        .toList();
  }

  private static Interval percentiles(List<Weighted> means) {
    var sorted = means.stream().sorted(Comparator.comparingDouble(Weighted::value)).toList();
    double total = sorted.stream().mapToDouble(Weighted::weight).sum();
    double low = quantile(sorted, TAIL * total);
    double high =
        -quantile(
            sorted.reversed().stream().map(w -> new Weighted(-w.value(), w.weight())).toList(),
            TAIL * total);
    return new Interval(low, high);
  }

  /** The first value at which the weights so far exceed that much. */
  private static double quantile(List<Weighted> sorted, double weight) {
    double sum = 0;
    for (var w : sorted) {
      sum += w.weight();
      if (sum > weight) {
        return w.value();
      }
    }
    return sorted.getLast().value();
  }

  private static double signFlip(List<Double> values, RandomStreams streams) {
    double[] d = values.stream().mapToDouble(Double::doubleValue).toArray();
    double observed = Math.abs(Arrays.stream(d).sum());
    double slack = 1e-12 * Arrays.stream(d).map(Math::abs).sum(); // equal but for rounding
    boolean exact = d.length <= MOST_SIGNS;
    int patterns = exact ? 1 << d.length : SIGN_PATTERNS;
    var random = streams.stream("signs", 0);
    int asFar = 0;
    for (int pattern = 0; pattern < patterns; pattern++) {
      double sum = 0;
      for (int i = 0; i < d.length; i++) {
        boolean flipped = exact ? (pattern >> i & 1) == 1 : random.nextBoolean();
        sum += flipped ? -d[i] : d[i];
      }
      asFar += Math.abs(sum) >= observed - slack ? 1 : 0;
    }
    return asFar / (double) patterns;
  }
}
