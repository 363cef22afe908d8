package org.p2f.numerics.train;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.p2f.numerics.augment.Augmenter;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.spec.data.Augmentation;

/**
 * What the batch of each step is: a function of data, seed and step alone. The n-th image that a
 * run sees is changed by the n-th stream of augmentations.
 *
 * @param images of the data set in a batch: each is in it equally often, one view after the other
 */
record Batches(
    ImageDataset data,
    BatchOrder order,
    int batchSize,
    int images,
    Augmentation augmentation,
    RandomStreams streams) {
  private static final String STREAM = "augmentation";

  /** Of one batch of float32. */
  long bytes() {
    return (long) batchSize * values() * Float.BYTES;
  }

  private int values() {
    return data.channels() * data.height() * data.width();
  }

  /** Makes batches; holds the memory for that, so is for one thread at a time. */
  Maker maker() {
    if (augmentation == Augmentation.NONE) {
      return (step, out) -> data.gather(order.batch(step), out);
    }
    return new AugmentingMaker(
        Augmenter.of(augmentation, data.channels(), data.height()),
        new byte[values()],
        new float[values()]);
  }

  /** Makes one batch after the other. */
  @FunctionalInterface
  interface Maker {
    /**
     * @param out receives float32 [B, C, H, W] in [0, 1]
     */
    void make(long step, MemorySegment out);
  }

  private final class AugmentingMaker implements Maker {
    private final Augmenter augmenter;
    private final byte[] pixels;
    private final float[] floats;

    AugmentingMaker(Augmenter augmenter, byte[] pixels, float[] floats) {
      this.augmenter = augmenter;
      this.pixels = pixels;
      this.floats = floats;
    }

    @Override
    public void make(long step, MemorySegment out) {
      long seen = step * batchSize;
      long at = 0;
      for (int image : order.batch(step)) {
        MemorySegment.copy(data.pixels(image), ValueLayout.JAVA_BYTE, 0, pixels, 0, pixels.length);
        for (int view = 0; view < batchSize / images; view++) {
          augmenter.augment(pixels, streams.stream(STREAM, seen++), floats);
          MemorySegment.copy(floats, 0, out, ValueLayout.JAVA_FLOAT, at, floats.length);
          at += (long) floats.length * Float.BYTES;
        }
      }
    }
  }
}
