package org.p2f.numerics.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.spec.data.Augmentation;

class BatchFeedTest {
  private static final int BATCH = 5;
  private static final RandomStreams STREAMS = new RandomStreams(3);

  @TempDir Path folder;

  private static Batches batches(ImageDataset data, Augmentation augmentation) {
    int[] all = IntStream.range(0, data.size()).toArray();
    return new Batches(
        data, new BatchOrder(STREAMS, all, BATCH), BATCH, BATCH, augmentation, STREAMS);
  }

  private static List<Integer> fed(Batches batches, int threads, long from, int steps) {
    List<Integer> hashes = new ArrayList<>();
    try (var feed = new BatchFeed(batches, threads, from)) {
      for (int i = 0; i < steps; i++) {
        hashes.add(hash(feed.next()));
      }
    }
    return hashes;
  }

  private static int hash(MemorySegment batch) {
    return Arrays.hashCode(batch.toArray(ValueLayout.JAVA_FLOAT));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void batchesAreTheSameHoweverManyThreadsMakeThem(int threads) throws IOException {
    try (var data = ImageDataset.open(TinyRun.dataset(folder, 1))) {
      var batches = batches(data, Augmentation.STRONG);
      List<Integer> whole = fed(batches, 1, 0, 20);
      assertThat(whole).doesNotHaveDuplicates();
      assertThat(fed(batches, threads, 0, 20)).isEqualTo(whole);
      assertThat(fed(batches, threads, 13, 7)).isEqualTo(whole.subList(13, 20));
    }
  }

  @Test
  void unchangedImagesAreThoseOfTheDataSet() throws IOException {
    try (var data = ImageDataset.open(TinyRun.dataset(folder, 1));
        var feed = new BatchFeed(batches(data, Augmentation.NONE), 1, 2)) {
      int[] all = IntStream.range(0, data.size()).toArray();
      int first = new BatchOrder(STREAMS, all, BATCH).batch(2)[0];
      float value = feed.next().get(ValueLayout.JAVA_FLOAT, 0);
      assertThat(value)
          .isEqualTo(Byte.toUnsignedInt(data.pixels(first).get(ValueLayout.JAVA_BYTE, 0)) / 255f);
    }
  }

  @Test
  void batchThatCannotBeMadeIsToldWithItsStep() throws IOException {
    try (var data = ImageDataset.open(TinyRun.dataset(folder, 1))) {
      var order = new BatchOrder(STREAMS, new int[] {0, 1, 2, 3, 1_000}, BATCH);
      try (var feed =
          new BatchFeed(new Batches(data, order, BATCH, BATCH, Augmentation.NONE, STREAMS), 1, 4)) {
        assertThatThrownBy(feed::next).hasMessage("Batch 4 could not be made");
      }
    }
  }
}
