package org.p2f.downstream.study.work;

import java.util.List;
import java.util.stream.IntStream;
import org.p2f.downstream.study.Contrast;
import org.p2f.downstream.study.work.claims.ImageMean;
import org.p2f.numerics.head.RightAnswers;
import org.p2f.numerics.statistics.Quantiles;
import org.p2f.numerics.statistics.Sample;

/**
 * Differences of accuracies on the same test images, with intervals. What varies is joined by
 * squares (Zou and Donner, Statistics in Medicine 27, 2008): images, whose answers are paired one
 * by one; encoders, if there are several; of a side that has one encoder, the seeds of its heads,
 * if there are several.
 */
final class Contrasts {
  private Contrasts() {}

  /**
   * @param first the answers of each encoder's heads, which differ in their seed alone
   * @param second of the same encoders, or of encoders with the same seeds, in the same order
   */
  static Contrast paired(List<List<RightAnswers>> first, List<List<RightAnswers>> second) {
    if (first.size() != second.size()) {
      throw new IllegalArgumentException(
          "Cannot pair %d encoders with %d".formatted(first.size(), second.size()));
    }
    double seeds =
        first.size() == 1 ? Math.hypot(seeds(first.getFirst()), seeds(second.getFirst())) : 0;
    return contrast(
        IntStream.range(0, first.size())
            .mapToObj(i -> ImageMean.of(first.get(i)).minus(ImageMean.of(second.get(i))))
            .toList(),
        seeds);
  }

  /**
   * @param first likewise
   * @param second of one encoder, which is no pair of any of them
   */
  static Contrast with(List<List<RightAnswers>> first, List<RightAnswers> second) {
    var other = ImageMean.of(second);
    double seeds = first.size() == 1 ? seeds(first.getFirst()) : 0;
    return contrast(
        first.stream().map(heads -> ImageMean.of(heads).minus(other)).toList(),
        Math.hypot(seeds, seeds(second)));
  }

  private static Contrast contrast(List<ImageMean> encoders, double seeds) {
    var all = ImageMean.average(encoders);
    double half =
        Math.hypot(
            Math.hypot(margin(encoders.stream().map(ImageMean::mean).toList()), seeds),
            Quantiles.NORMAL * all.error());
    return new Contrast(all.mean(), all.mean() - half, all.mean() + half, encoders.size());
  }

  private static double seeds(List<RightAnswers> heads) {
    return margin(heads.stream().map(RightAnswers::accuracy).toList());
  }

  /** Half of Student's interval; 0 of one value. */
  private static double margin(List<Double> values) {
    return values.size() < 2 ? 0 : new Sample(values).studentInterval().width() / 2;
  }
}
