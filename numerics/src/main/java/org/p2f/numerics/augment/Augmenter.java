package org.p2f.numerics.augment;

import java.util.random.RandomGenerator;
import org.p2f.spec.data.Augmentation;

/**
 * Changes images one after the other; holds the memory for that, so is for one thread at a time.
 * The result depends on nothing but the image and the random numbers.
 */
public sealed interface Augmenter permits Unchanged, ShiftAndRandAugment, SimClr {

  /**
   * @param image uint8 [C, H, W]; may be overwritten
   * @param random at the start of the image's own stream
   * @param out receives [C, H, W], each value in [0, 1]
   */
  void augment(byte[] image, RandomGenerator random, float[] out);

  /**
   * @param channels 1 or 3; what changes colours leaves grey images as they are
   * @param height in pixels, equal to the width
   */
  static Augmenter of(Augmentation augmentation, int channels, int height) {
    return switch (augmentation) {
      case NONE -> new Unchanged();
      case WEAK -> new ShiftAndRandAugment(new Canvas(channels, height), 1);
      case STRONG -> new ShiftAndRandAugment(new Canvas(channels, height), 2);
      case SIMCLR -> SimClr.published(channels, height);
      case SIMSIAM -> SimClr.ofSmallPhotographs(channels, height);
    };
  }
}
