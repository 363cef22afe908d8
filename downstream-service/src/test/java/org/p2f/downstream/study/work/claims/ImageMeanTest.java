package org.p2f.downstream.study.work.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.downstream.head.TestAccuracy;
import org.p2f.numerics.head.RightAnswers;

class ImageMeanTest {
  private static final int IMAGES = 20_000;

  /** Answers to each image of two heads that find the same images hard, to a degree. */
  private static final class Answers {
    final double[] first = new double[IMAGES];
    final double[] second = new double[IMAGES];

    Answers(double shared) {
      var random = new Random(3);
      for (int i = 0; i < IMAGES; i++) {
        double image = random.nextDouble();
        first[i] = (random.nextDouble() < shared ? image : random.nextDouble()) < .8 ? 1 : 0;
        second[i] = (random.nextDouble() < shared ? image : random.nextDouble()) < .6 ? 1 : 0;
      }
    }

    double deviationOfDifference() {
      return deviation(IntStream.range(0, IMAGES).mapToDouble(i -> first[i] - second[i]).toArray());
    }

    ImageMean difference() {
      return mean(first).minus(mean(second));
    }
  }

  private static ImageMean known(double[] answers) {
    var right = new BitSet();
    IntStream.range(0, IMAGES).filter(i -> answers[i] > 0).forEach(right::set);
    return ImageMean.of(List.of(RightAnswers.of(right, IMAGES)));
  }

  private static ImageMean mean(double[] answers) {
    return ImageMean.of(accuracy(average(answers), answers.length));
  }

  private static TestAccuracy accuracy(double mean, int images) {
    return new TestAccuracy(mean, mean, mean, 1, images);
  }

  private static double average(double[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElseThrow();
  }

  private static double deviation(double[] values) {
    double mean = average(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / values.length);
  }

  @Test
  void headsThatFailApartFromEachOtherDifferByTheSumOfTheirVariances() {
    var apart = new Answers(0);
    // Chance correlation of 20,000 images is .007.
    assertThat(apart.difference().deviation())
        .isCloseTo(apart.deviationOfDifference(), within(.01)); // seen .0016
  }

  @Test
  void headsThatFailTogetherDifferByLessThanTheBound() {
    var together = new Answers(.9);
    assertThat(together.deviationOfDifference())
        .isLessThan(.9 * together.difference().deviation()); // seen .79
  }

  @Test
  void aMeanOverFactorsVariesNoMoreThanFactorsOnAverage() {
    var some = new Answers(1); // of two factors of one image, read right or wrong together
    var both = ImageMean.average(List.of(mean(some.first), mean(some.second)));
    double[] means =
        IntStream.range(0, IMAGES).mapToDouble(i -> (some.first[i] + some.second[i]) / 2).toArray();
    assertThat(both.mean()).isCloseTo(average(means), within(1e-12));
    assertThat(deviation(means)).isLessThan(both.deviation());
  }

  /** Two images more add 1e-4 to the variance over 20,000. */
  @ParameterizedTest
  @ValueSource(doubles = {0, .5, .9})
  void knownAnswersArePairedImageByImage(double shared) {
    var answers = new Answers(shared);
    var difference = known(answers.first).minus(known(answers.second));
    assertThat(difference.mean())
        .isCloseTo(average(answers.first) - average(answers.second), within(1e-12));
    assertThat(difference.deviation()).isCloseTo(answers.deviationOfDifference(), within(2e-4));
  }

  @Test
  void whatIsKnownOfOneSideAloneIsBounded() {
    var answers = new Answers(.9);
    assertThat(known(answers.first).minus(mean(answers.second)).deviation())
        .isCloseTo(mean(answers.first).minus(mean(answers.second)).deviation(), within(2e-4));
  }

  @Test
  void headsThatAreRightTogetherShareTheirImages() {
    var answers = new Answers(1);
    var both = ImageMean.average(List.of(known(answers.first), known(answers.second)));
    double[] means =
        IntStream.range(0, IMAGES)
            .mapToDouble(i -> (answers.first[i] + answers.second[i]) / 2)
            .toArray();
    assertThat(both.deviation()).isCloseTo(deviation(means), within(2e-4));
  }

  /**
   * Of a sum with weights 3 and −½: what one image changes is 3, so two images 3 away are added.
   */
  @Test
  void aWeightedSumVariesAsItsValuesDo() {
    var answers = new Answers(.5);
    var sum =
        ImageMean.combined(
            .7, List.of(known(answers.first), known(answers.second)), List.of(3., -.5));
    double[] values =
        IntStream.range(0, IMAGES)
            .mapToDouble(i -> 3 * answers.first[i] - answers.second[i] / 2)
            .toArray();
    double squares = IMAGES * deviation(values) * deviation(values);
    assertThat(sum.mean()).isEqualTo(.7);
    assertThat(sum.deviation())
        .isCloseTo(Math.sqrt((squares + 2 * 9) / (IMAGES + 2)), within(1e-9));
  }

  @Test
  void aWeightedSumIsBoundedByTheDeviationsOfEitherSign() {
    var answers = new Answers(.5);
    var first = mean(answers.first);
    var second = mean(answers.second);
    var sum = ImageMean.combined(0, List.of(first, second, second), List.of(3., -.5, -2.));
    assertThat(sum.deviation())
        .isCloseTo(Math.hypot(3 * first.deviation(), 2.5 * second.deviation()), within(1e-12));
    // what one image changes then: 3 by the first, 2.5 by the second, so 3
    var both = ImageMean.average(List.of(sum, known(answers.first)));
    assertThat(both.deviation())
        .isCloseTo((sum.deviation() + known(answers.first).deviation()) / 2, within(1e-12));
  }

  @Test
  void anAccuracyOfOneStillVaries() {
    var perfect = ImageMean.of(accuracy(1, 100));
    // Agresti and Coull's centre: (100 + 1.92) / (100 + 3.84).
    assertThat(perfect.deviation()).isCloseTo(Math.sqrt(.98150 * .01850), within(2e-4));
    assertThat(ImageMean.of(accuracy(.5, 10_000)).error()).isCloseTo(.005, within(1e-9));
  }
}
