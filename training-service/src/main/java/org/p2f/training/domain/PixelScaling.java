package org.p2f.training.domain;

/** What the networks see of pixel values in [0, 1]. */
public enum PixelScaling {
  /** The values themselves. */
  UNIT,
  /** Values with the data set's mean and standard deviation taken out, channel by channel. */
  STANDARDISED;

  /** As published: photographs are standardised, drawings and digits are not. */
  static PixelScaling of(ImageSource source) {
    return switch (source) {
      case SYNTHETIC, MNIST, COLORED_MNIST -> UNIT;
      case CIFAR10, CIFAR100, IMAGE_FOLDER -> STANDARDISED;
    };
  }
}
