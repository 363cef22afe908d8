package org.p2f.numerics.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2f.numerics.random.RandomStreams;

/** Which images a seed validates with and learns from, and when. */
class HeadSplitTest {

  private static final RandomStreams STREAMS = new RandomStreams(3);

  private static int[] all(int images) {
    return IntStream.range(0, images).toArray();
  }

  private static int[] sorted(int... values) {
    return Arrays.stream(values).sorted().toArray();
  }

  @Test
  void aTenthOfTheImagesValidatesAndTheOthersTrain() {
    var split = HeadSplit.draw(STREAMS, 57, 1);
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
    assertThat(HeadSplit.trainingSize(images, fraction)).isEqualTo(training);
    var split = HeadSplit.draw(STREAMS, images, fraction);
    assertThat(split.trainingSize()).isEqualTo(training);
    assertThat(split.validation()).isEqualTo(HeadSplit.draw(STREAMS, images, 1).validation());
  }

  @Test
  void smallerSharesLieInLargerOnes() {
    int[] few = HeadSplit.draw(STREAMS, 57, .25).epoch(STREAMS, 1);
    int[] more = HeadSplit.draw(STREAMS, 57, .5).epoch(STREAMS, 1);
    assertThat(more).contains(few);
  }

  @Test
  void oneImageIsTooFew() {
    assertThat(HeadSplit.draw(STREAMS, 2, 1).validation()).hasSize(1);
    assertThatThrownBy(() -> HeadSplit.draw(STREAMS, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 1");
  }

  @Test
  void eachEpochHasAnOrderOfItsOwn() {
    var split = HeadSplit.draw(STREAMS, 57, 1);
    assertThat(split.epoch(STREAMS, 1)).isNotEqualTo(split.epoch(STREAMS, 2));
    assertThat(sorted(split.epoch(STREAMS, 1))).isEqualTo(sorted(split.epoch(STREAMS, 2)));
  }

  /** 52 images are ten batches of five; the last two images of an epoch's order are left out. */
  @Test
  void batchesFollowTheEpochsOrders() {
    var other = new RandomStreams(4);
    var splits = List.of(HeadSplit.draw(STREAMS, 57, 1), HeadSplit.draw(other, 57, 1));
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
    var split = HeadSplit.draw(STREAMS, 10, 1);
    var batches = new Batches(List.of(STREAMS), List.of(split), 100);
    assertThat(batches.size()).isEqualTo(9);
    assertThat(batches.epochSteps()).isEqualTo(1);
    assertThat(batches.rows(2, 1)[0]).isEqualTo(split.epoch(STREAMS, 3));
    assertThat(Batches.epochSteps(52, 5)).isEqualTo(10);
    assertThat(Batches.epochSteps(3, 5)).isEqualTo(1);
  }
}
