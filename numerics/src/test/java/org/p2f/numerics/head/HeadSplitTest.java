package org.p2f.numerics.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.spec.head.HeadSettings;

class HeadSplitTest {

  private static HeadSplit split(long seed, int images, HeadSettings settings) {
    return HeadSplit.draw(new RandomStreams(seed), images, settings);
  }

  /** The published numbers of Synthetic, Colored-MNIST and CIFAR, and a tenth of others. */
  @ParameterizedTest
  @CsvSource({
    "4000, 500, 500, 3500",
    "60000, 10000, 10000, 50000",
    "50000, 5000, 5000, 45000",
    "6000, , 600, 5400",
    "15, , 1, 14",
    "2, , 1, 1"
  })
  void asManyImagesAreForValidationAsTheSettingsSay(
      int images, @Nullable Integer wanted, int validation, int training) {
    var split = split(0, images, HeadSettings.PUBLISHED.withValidation(wanted));
    assertThat(split.validation()).hasSize(validation);
    assertThat(split.trainingSize()).isEqualTo(training);
  }

  /** Published: every seed shuffles the images and takes the last ones. */
  @Test
  void eachSeedDividesAllImagesInItsOwnWay() {
    var settings = HeadSettings.PUBLISHED.withValidation(100);
    var split = split(0, 300, settings);
    int[] all =
        IntStream.concat(
                Arrays.stream(split.validation()),
                Arrays.stream(split.epoch(new RandomStreams(0), 1)))
            .sorted()
            .toArray();
    assertThat(all).isEqualTo(IntStream.range(0, 300).toArray());
    assertThat(split(1, 300, settings).validation()).isNotEqualTo(split.validation());
  }

  @Test
  void aShareOfLabelsIsOfWhatValidationLeaves() {
    var settings = HeadSettings.PUBLISHED.withValidation(100).withLabels(.25);
    assertThat(split(0, 300, settings).trainingSize()).isEqualTo(50);
  }

  @ParameterizedTest
  @CsvSource({"1, ", "300, 300"})
  void anImageIsLeftToTrainOn(int images, @Nullable Integer wanted) {
    var settings = HeadSettings.PUBLISHED.withValidation(wanted);
    assertThatThrownBy(() -> split(0, images, settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("an image to train on");
  }
}
