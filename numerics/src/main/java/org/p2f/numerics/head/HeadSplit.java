package org.p2f.numerics.head;

import java.util.Arrays;
import org.p2f.numerics.random.RandomStreams;
import org.p2f.spec.head.HeadSettings;

/** A seed's own division of the images that are trained on: some are drawn for validation. */
final class HeadSplit {

  private final int[] training;
  private final int[] validation;

  private HeadSplit(int[] training, int[] validation) {
    this.training = training;
    this.validation = validation;
  }

  /**
   * @param images at least one more than are for validation
   * @param settings how many those are, and which share of the others is learned from
   */
  static HeadSplit draw(RandomStreams streams, int images, HeadSettings settings) {
    int validation = settings.validationOf(images);
    var order = streams.permutation("head/validation", 0, images);
    var mine = Arrays.copyOf(order, validation);
    Arrays.sort(mine);
    int training = trainingSize(images, settings);
    return new HeadSplit(Arrays.copyOfRange(order, validation, validation + training), mine);
  }

  /** Number of training images of such a division, at least one. */
  static int trainingSize(int images, HeadSettings settings) {
    int most = images - settings.validationOf(images);
    return (int) Math.max(1, Math.round(settings.labelFraction() * most));
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
