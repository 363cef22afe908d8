package org.p2f.numerics.train;

import java.util.Arrays;
import org.p2f.numerics.random.RandomStreams;

/**
 * Which images each step sees: every epoch goes through all images in a new random order and leaves
 * out the last partial batch. The order is a function of seed and step, so it needs no state.
 */
final class BatchOrder {

  private static final String STREAM = "data-order";

  private final RandomStreams streams;
  private final int[] images;
  private final int batchSize;

  private long cachedEpoch = -1;
  private int[] cachedOrder = {};

  /**
   * @throws IllegalArgumentException if the images do not make one batch
   */
  BatchOrder(RandomStreams streams, int[] images, int batchSize) {
    if (images.length < batchSize) {
      throw new IllegalArgumentException(
          "A batch takes %d images, the data set has %d to train on"
              .formatted(batchSize, images.length));
    }
    this.streams = streams;
    this.images = images.clone();
    this.batchSize = batchSize;
  }

  long stepsPerEpoch() {
    return images.length / batchSize;
  }

  /**
   * The images of a step.
   *
   * @param step from 0
   */
  synchronized int[] batch(long step) {
    var order = orderOf(step / stepsPerEpoch());
    int from = (int) (step % stepsPerEpoch()) * batchSize;
    return Arrays.stream(order, from, from + batchSize).map(i -> images[i]).toArray();
  }

  private int[] orderOf(long epoch) {
    if (epoch != cachedEpoch) {
      cachedOrder = streams.permutation(STREAM, epoch, images.length);
      cachedEpoch = epoch;
    }
    return cachedOrder;
  }
}
