package org.p2f.numerics.head;

import java.util.Arrays;
import java.util.List;
import org.p2f.numerics.random.RandomStreams;

/**
 * Which images each seed learns from at each step: one epoch after another, each in its own order
 * and without the images that do not fill a batch.
 */
final class Batches {
  private final List<RandomStreams> streams;
  private final List<HeadSplit> splits;
  private final int batch;
  private final int epochSteps;
  private long epoch;
  private int[][] orders = {};

  /**
   * @param batch images of a step; all, where there are fewer
   */
  Batches(List<RandomStreams> streams, List<HeadSplit> splits, int batch) {
    this.streams = streams;
    this.splits = splits;
    int images = splits.getFirst().trainingSize();
    this.batch = Math.min(batch, images);
    this.epochSteps = images / this.batch;
  }

  /** Images of a step. */
  int size() {
    return batch;
  }

  /** Steps of an epoch of so many training images. */
  static int epochSteps(int images, int batch) {
    return images / Math.min(batch, images);
  }

  int epochSteps() {
    return epochSteps;
  }

  /**
   * The images of some steps, one batch after another.
   *
   * @param first step, from 0
   * @return for each seed
   */
  int[][] rows(long first, int steps) {
    var rows = new int[splits.size()][steps * batch];
    for (int i = 0; i < steps; i++) {
      var orders = orders((first + i) / epochSteps + 1);
      int from = (int) ((first + i) % epochSteps) * batch;
      for (int s = 0; s < rows.length; s++) {
        System.arraycopy(orders[s], from, rows[s], i * batch, batch);
      }
    }
    return rows;
  }

  /**
   * @param wanted epoch, from 1
   */
  private int[][] orders(long wanted) {
    if (wanted != epoch) {
      epoch = wanted;
      orders = new int[splits.size()][];
      Arrays.setAll(orders, s -> splits.get(s).epoch(streams.get(s), Math.toIntExact(wanted)));
    }
    return orders;
  }
}
