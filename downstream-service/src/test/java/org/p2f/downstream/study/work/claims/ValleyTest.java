package org.p2f.downstream.study.work.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.p2f.downstream.study.work.claims.Planted.accuracy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.p2f.downstream.head.HeadKind;

class ValleyTest {

  private static List<Reading> curve(double[] validation, double[] test) {
    return IntStream.range(0, test.length)
        .mapToObj(i -> Planted.reading(HeadKind.MLP, (double) i, validation[i], accuracy(test[i])))
        .toList();
  }

  private static double depth(double... accuracies) {
    return Valley.depth(curve(accuracies, accuracies)).orElseThrow().mean();
  }

  @Test
  void whatHasOnePeakHasNoValley() {
    assertThat(depth(.1, .2, .3, .2, .1)).isZero();
    assertThat(depth(.1, .2, .3)).isZero();
    assertThat(depth(.3, .2, .1)).isZero();
    assertThat(depth(.2, .2, .2, .2)).isZero();
    assertThat(depth(.1, .3, .3, .2, .2)).isZero();
  }

  @Test
  void aValleyIsAsDeepAsItsLowerShoulderIsHigh() {
    assertThat(depth(.5, .4, .7)).isCloseTo(.1, within(1e-12));
    assertThat(depth(.7, .4, .5)).isCloseTo(.1, within(1e-12));
    assertThat(depth(.1, .6, .5, .2, .3, .4)).isCloseTo(.2, within(1e-12));
    assertThat(depth(.6, .5, .7, .4, .9)).isCloseTo(.3, within(1e-12));
  }

  /**
   * Half the depth is the distance of the nearest curve with one peak, in the largest difference at
   * any t: all curves of tenths and halves of tenths are tried.
   */
  @Test
  void theDepthIsTwiceTheDistanceOfTheNearestCurveWithOnePeak() {
    var random = new Random(4);
    int valleys = 0;
    for (int repetition = 0; repetition < 20; repetition++) {
      int[] twentieths = random.ints(5, 0, 6).map(v -> 2 * v).toArray();
      int distance = distance(twentieths, new int[twentieths.length], 0, 10);
      double[] curve = IntStream.of(twentieths).mapToDouble(v -> v / 20.).toArray();
      assertThat(depth(curve)).isCloseTo(2 * distance / 20., within(1e-12));
      valleys += distance > 0 ? 1 : 0;
    }
    assertThat(valleys).isBetween(5, 19);
  }

  /** The least of the largest differences over all curves with one peak, from a place on. */
  private static int distance(int[] curve, int[] tried, int at, int most) {
    if (at == curve.length) {
      return hasOnePeak(tried)
          ? IntStream.range(0, at).map(i -> Math.abs(curve[i] - tried[i])).max().orElseThrow()
          : Integer.MAX_VALUE;
    }
    int least = Integer.MAX_VALUE;
    for (tried[at] = 0; tried[at] <= most; tried[at]++) {
      least = Math.min(least, distance(curve, tried, at + 1, most));
    }
    return least;
  }

  /** Whether it rises up to some place and falls from there. */
  private static boolean hasOnePeak(int[] curve) {
    return IntStream.range(0, curve.length)
        .anyMatch(
            peak ->
                IntStream.range(0, peak).allMatch(i -> curve[i] <= curve[i + 1])
                    && IntStream.range(peak, curve.length - 1)
                        .allMatch(i -> curve[i] >= curve[i + 1]));
  }

  @Test
  void validationImagesSayWhereAndTestImagesHowDeep() {
    double[] seen = {.2, .6, .4, .5, .1};
    double[] tested = {.2, .7, .45, .52, .6}; // whose own deepest lies between .7 and .6
    assertThat(Valley.depth(curve(seen, tested)).orElseThrow().mean())
        .isCloseTo(.07, within(1e-12));
    double[] none = {.2, .6, .5, .4, .1};
    assertThat(Valley.depth(curve(none, tested)).orElseThrow().mean()).isZero();
  }

  @Test
  void whereNoneIsSeenTheErrorIsThatOfWhatComesClosest() {
    double[] falling = {.8, .7, .65, .4};
    var readings = curve(falling, falling);
    // .65 between .8 and .4, and .7 between .8 and .65: the least step is .05
    var closest = readings.get(2).onImages().minus(readings.get(1).onImages());
    var depth = Valley.depth(readings).orElseThrow();
    assertThat(depth.mean()).isZero();
    assertThat(depth.error()).isCloseTo(closest.error(), within(1e-12)).isPositive();
  }

  /**
   * Noise makes no valley where there is none: accuracies about a level one, by validation images
   * and by test images, which know nothing of each other.
   */
  @Test
  void noiseOfTestImagesMakesNoValley() {
    var random = new Random(6);
    var depths = new ArrayList<Double>();
    for (int repetition = 0; repetition < 2_000; repetition++) {
      depths.add(Valley.depth(curve(noisy(random), noisy(random))).orElseThrow().mean());
    }
    double mean = depths.stream().mapToDouble(d -> d).average().orElseThrow();
    double squares = depths.stream().mapToDouble(d -> (d - mean) * (d - mean)).sum();
    double error = Math.sqrt(squares) / depths.size();
    assertThat(Math.abs(mean)).isLessThan(4 * error);
    assertThat(error).isLessThan(.001);
  }

  private static double[] noisy(Random random) {
    return IntStream.range(0, 11).mapToDouble(t -> .7 + .02 * random.nextGaussian()).toArray();
  }

  @Test
  void ofTwoTimesThereIsNothingBetween() {
    assertThat(Valley.depth(curve(new double[] {.1, .2}, new double[] {.1, .2}))).isEmpty();
  }
}
