package org.p2f.numerics.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.spec.head.HeadSettings;

/** Which images a seed validates with and learns from, and when. */
class HeadSplitTest {

  private static final RandomStreams STREAMS = new RandomStreams(3);

  private static HeadSplit draw(RandomStreams streams, int images, double fraction) {
    return HeadSplit.draw(streams, images, HeadSettings.PUBLISHED.withLabels(fraction));
  }

  private static int[] all(int images) {
    return IntStream.range(0, images).toArray();
  }

  private static int[] sorted(int... values) {
    return Arrays.stream(values).sorted().toArray();
  }

  @Test
  void aTenthOfTheImagesValidatesAndTheOthersTrain() {
    var split = draw(STREAMS, 57, 1);
    assertThat(split.validation()).hasSize(5).isSorted();
    int[] training = split.epoch(STREAMS, 1);
    assertThat(training).hasSize(52);
    assertThat(
            sorted(
                IntStream.concat(Arrays.stream(split.validation()), Arrays.stream(training))
                    .toArray()))
        .isEqualTo(all(57));
  }

  /** Of the images that do not validate; rounded, and never none. */
  @ParameterizedTest
  @CsvSource({"57, 1, 52", "57, .5, 26", "57, .25, 13", "57, .001, 1", "2, 1, 1", "10, 1, 9"})
  void aShareOfThemIsLearnedFrom(int images, double fraction, int training) {
    assertThat(HeadSplit.trainingSize(images, HeadSettings.PUBLISHED.withLabels(fraction)))
        .isEqualTo(training);
    var split = draw(STREAMS, images, fraction);
    assertThat(split.trainingSize()).isEqualTo(training);
    assertThat(split.validation()).isEqualTo(draw(STREAMS, images, 1).validation());
  }

  @Test
  void smallerSharesLieInLargerOnes() {
    int[] few = draw(STREAMS, 57, .25).epoch(STREAMS, 1);
    int[] more = draw(STREAMS, 57, .5).epoch(STREAMS, 1);
    assertThat(more).contains(few);
  }

  @Test
  void eachEpochHasAnOrderOfItsOwn() {
    var split = draw(STREAMS, 57, 1);
    assertThat(split.epoch(STREAMS, 1)).isNotEqualTo(split.epoch(STREAMS, 2));
    assertThat(sorted(split.epoch(STREAMS, 1))).isEqualTo(sorted(split.epoch(STREAMS, 2)));
  }

  /** 52 images are ten batches of five; the last two images of an epoch's order are left out. */
  @Test
  void batchesFollowTheEpochsOrders() {
    var other = new RandomStreams(4);
    var splits = List.of(draw(STREAMS, 57, 1), draw(other, 57, 1));
    var batches = new Batches(List.of(STREAMS, other), splits, 5);
    assertThat(batches.size()).isEqualTo(5);
    assertThat(batches.epochSteps()).isEqualTo(10);
    int[][] rows = batches.rows(8, 4);
    assertThat(rows[0]).hasSize(20);
    for (int seed = 0; seed < 2; seed++) {
      var streams = seed == 0 ? STREAMS : other;
      int[] first = splits.get(seed).epoch(streams, 1);
      int[] second = splits.get(seed).epoch(streams, 2);
      assertThat(Arrays.copyOf(rows[seed], 10)).isEqualTo(Arrays.copyOfRange(first, 40, 50));
      assertThat(Arrays.copyOfRange(rows[seed], 10, 20)).isEqualTo(Arrays.copyOf(second, 10));
    }
  }

  @Test
  void aBatchOfMoreImagesThanThereAreTakesThemAll() {
    var split = draw(STREAMS, 10, 1);
    var batches = new Batches(List.of(STREAMS), List.of(split), 100);
    assertThat(batches.size()).isEqualTo(9);
    assertThat(batches.epochSteps()).isEqualTo(1);
    assertThat(batches.rows(2, 1)[0]).isEqualTo(split.epoch(STREAMS, 3));
    assertThat(Batches.epochSteps(52, 5)).isEqualTo(10);
    assertThat(Batches.epochSteps(3, 5)).isEqualTo(1);
  }

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
