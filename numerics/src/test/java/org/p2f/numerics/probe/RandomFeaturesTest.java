package org.p2f.numerics.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.p2f.numerics.random.RandomStreams;

class RandomFeaturesTest {
  private static final int FEATURES = 300;

  /**
   * Codes of two values around the nodes of a 3×3 grid, 6 deviations apart. Factor 0 is the node;
   * factor 1 whether both coordinates are on the same side of the middle, of those that are on one
   * (XOR), else 2.
   */
  private static LabelledCodes codes(int images, long part) {
    RandomGenerator random = new RandomStreams(4).stream("grid", part);
    float[] codes = new float[2 * images];
    int[] node = new int[images];
    int[] same = new int[images];
    for (int image = 0; image < images; image++) {
      int row = random.nextInt(3);
      int column = random.nextInt(3);
      codes[2 * image] = (float) (50 + 6 * row + random.nextGaussian());
      codes[2 * image + 1] = (float) (6 * column + random.nextGaussian());
      node[image] = 3 * row + column;
      same[image] = row == 1 || column == 1 ? 2 : row == column ? 1 : 0;
    }
    return new LabelledCodes(2, codes, List.of(node, same));
  }

  @Test
  void cloudsAmongOthersAreReadWithFeaturesAndNotWithout() {
    var probe = new LinearProbe(List.of(9, 3));
    var fitted = codes(2_000, 0);
    var tested = codes(1_000, 1);
    List<Double> linear = probe.accuracies(fitted, tested);
    List<Double> curved =
        probe.accuracies(fitted, tested, FEATURES, new RandomStreams(1).stream("features", 0));
    // 4 corners of 9 nodes have the largest score somewhere, those between them hardly
    assertThat(linear.get(0)).isLessThan(.75);
    assertThat(linear.get(1)).isBetween(.5, .65); // 5 of 9 are class 2, nothing else is linear
    // Bayes errs where noise exceeds 3 deviations: 0.3 % a coordinate
    assertThat(curved.get(0)).isGreaterThan(.95);
    assertThat(curved.get(1)).isGreaterThan(.95);
  }

  @Test
  void theSameRandomNumbersGiveTheSameAccuracies() {
    var probe = new LinearProbe(List.of(9, 3));
    var fitted = codes(200, 0);
    var tested = codes(100, 1);
    assertThat(probe.accuracies(fitted, tested, 20, new RandomStreams(1).stream("features", 0)))
        .isEqualTo(
            probe.accuracies(fitted, tested, 20, new RandomStreams(1).stream("features", 0)));
  }

  @Test
  void featuresStandBesideStandardisedCodesAndAreNeverNegative() {
    var codes = codes(500, 0);
    var expanded =
        new RandomFeatures(codes, 3, new RandomStreams(1).stream("features", 0)).of(codes);
    assertThat(expanded.size()).isEqualTo(5);
    double sum = 0;
    double squares = 0;
    for (int image = 0; image < 500; image++) {
      sum += expanded.value(image, 0);
      squares += Math.pow(expanded.value(image, 0), 2);
      for (int feature = 2; feature < 5; feature++) {
        assertThat(expanded.value(image, feature)).isNotNegative();
      }
    }
    assertThat(sum / 500).isBetween(-1e-5, 1e-5); // float32 values
    assertThat(squares / 500).isBetween(1 - 1e-5, 1 + 1e-5);
  }
}
