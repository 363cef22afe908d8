package org.p2f.downstream.study.work;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.p2f.downstream.head.TestAccuracy;
import org.p2f.downstream.study.Contrast;
import org.p2f.downstream.study.Estimate;

/**
 * Differences of accuracies with intervals. Distances from a mean to the ends of independent
 * intervals add as hypotenuses (Newcombe, Statistics in Medicine 17, 1998, method 10; Zou and
 * Donner, Statistics in Medicine 27, 2008). Both accuracies are of the same test images, which
 * makes their difference surer than of independent ones: intervals are too wide rather than too
 * narrow.
 */
final class Contrasts {
  private Contrasts() {}

  /**
   * @param first one an encoder
   * @param second of the same encoders, or of encoders with the same seeds, in the same order
   */
  static Contrast paired(List<TestAccuracy> first, List<TestAccuracy> second) {
    if (first.size() != second.size()) {
      throw new IllegalArgumentException(
          "Cannot pair %d encoders with %d".formatted(first.size(), second.size()));
    }
    var differences =
        IntStream.range(0, first.size())
            .mapToObj(i -> first.get(i).mean() - second.get(i).mean())
            .toList();
    return contrast(Estimates.of(differences), first, second);
  }

  /**
   * @param first one an encoder
   * @param second of one encoder, which is no pair of any of them
   */
  static Contrast with(List<TestAccuracy> first, TestAccuracy second) {
    var differences = first.stream().map(a -> a.mean() - second.mean()).toList();
    return contrast(Estimates.of(differences), first, List.of(second));
  }

  private static Contrast contrast(
      Estimate encoders, List<TestAccuracy> first, List<TestAccuracy> second) {
    double down = Math.hypot(mean(first, Contrasts::down), mean(second, Contrasts::up));
    double up = Math.hypot(mean(first, Contrasts::up), mean(second, Contrasts::down));
    double mean = encoders.mean();
    return new Contrast(
        mean,
        mean - Math.hypot(mean - encoders.low(), down),
        mean + Math.hypot(encoders.high() - mean, up),
        encoders.encoders());
  }

  private static double down(TestAccuracy accuracy) {
    return accuracy.mean() - accuracy.low();
  }

  private static double up(TestAccuracy accuracy) {
    return accuracy.high() - accuracy.mean();
  }

  /** Of encoders on the same images: what images do to their mean is no more than this. */
  private static double mean(List<TestAccuracy> encoders, ToDoubleFunction<TestAccuracy> margin) {
    return encoders.stream().mapToDouble(margin).average().orElseThrow();
  }
}
