package org.p2f.numerics.head;

import java.util.Arrays;
import org.p2f.numerics.random.RandomStreams;

/**
 * A seed's own division of the images that are trained on: a tenth, at least one, is for
 * validation.
 */
final class HeadSplit {

  private static final int VALIDATION_SHARE = 10;

  private final int[] training;
  private final int[] validation;

  private HeadSplit(int[] training, int[] validation) {
    this.training = training;
    this.validation = validation;
  }

  /**
   * @param images at least 2
   * @param fraction of the training images that is learned from, in (0, 1]; at least one
   */
  static HeadSplit draw(RandomStreams streams, int images, double fraction) {
    if (images < 2) {
      throw new IllegalArgumentException(
          "Need an image to train on and one to validate with, got " + images);
    }
    var order = streams.permutation("head/validation", 0, images);
    int validation = validationSize(images);
    var mine = Arrays.copyOf(order, validation);
    Arrays.sort(mine);
    int training = trainingSize(images, fraction);
    return new HeadSplit(Arrays.copyOfRange(order, validation, validation + training), mine);
  }

  private static int validationSize(int images) {
    return Math.max(1, images / VALIDATION_SHARE);
  }

  /** Number of training images of such a division. */
  static int trainingSize(int images, double fraction) {
    return (int) Math.max(1, Math.round(fraction * (images - validationSize(images))));
  }

  /** Number of training images. */
  int trainingSize() {
    return training.length;
  }

  /** The validation images, ascending. */
  int[] validation() {
    return validation.clone();
  }

  /** The training images in the order of an epoch. */
  int[] epoch(RandomStreams streams, int epoch) {
    return Arrays.stream(streams.permutation("head/order", epoch, training.length))
        .map(i -> training[i])
        .toArray();
  }
}
