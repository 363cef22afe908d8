package org.p2f.numerics.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.p2f.numerics.random.RandomStreams;

class LinearProbeTest {
  private static final int SIZE = 6;

  /**
   * Codes of noise; which of the first three values is the largest tells factor 0, the sum of the
   * next two factor 1; nothing tells factor 2. The last value never varies.
   */
  private static LabelledCodes codes(int images, long step) {
    RandomGenerator random = new RandomStreams(2).stream("probe", step);
    float[] codes = new float[images * SIZE];
    int[] first = new int[images];
    int[] second = new int[images];
    int[] third = new int[images];
    for (int image = 0; image < images; image++) {
      for (int at = 0; at < SIZE - 1; at++) {
        codes[image * SIZE + at] = (float) (100 + 3 * random.nextGaussian());
      }
      codes[image * SIZE + SIZE - 1] = 7;
      int at = image * SIZE;
      first[image] =
          codes[at] > Math.max(codes[at + 1], codes[at + 2])
              ? 0
              : codes[at + 1] > codes[at + 2] ? 1 : 2;
      second[image] = codes[at + 3] + codes[at + 4] > 200 ? 1 : 0;
      third[image] = random.nextInt(4);
    }
    return new LabelledCodes(SIZE, codes, List.of(first, second, third));
  }

  @Test
  void whatCodesTellLinearlyIsReadAndWhatTheyDoNotIsChance() {
    List<Double> accuracies =
        new LinearProbe(List.of(3, 2, 4)).accuracies(codes(2_000, 0), codes(1_000, 1));
    // least squares errs near the borders only
    assertThat(accuracies.get(0)).isGreaterThan(.95);
    assertThat(accuracies.get(1)).isGreaterThan(.95);
    assertThat(accuracies.get(2)).isBetween(.2, .3); // four classes, standard deviation .014
  }

  @Test
  void nothingIsSaidOfCodesThatAreNotFinite() {
    var broken = new LabelledCodes(1, new float[] {1, Float.NaN}, List.of(new int[] {0, 1}));
    var whole = new LabelledCodes(1, new float[] {1, 2}, List.of(new int[] {0, 1}));
    assertThat(new LinearProbe(List.of(2)).accuracies(broken, whole)).isEmpty();
    assertThat(new LinearProbe(List.of(2)).accuracies(whole, whole)).containsExactly(1.);
    assertThatThrownBy(() -> new LinearProbe(List.of(2, 2)).accuracies(whole, whole))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
