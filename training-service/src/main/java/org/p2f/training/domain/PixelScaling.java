package org.p2f.training.domain;

/** What the networks see of pixel values in [0, 1]. */
public enum PixelScaling {
  /** The values themselves. */
  UNIT,
  /** Values with the data set's mean and standard deviation taken out, channel by channel. */
  STANDARDISED;

  /** As published: photographs of things are standardised, drawings, digits and faces are not. */
  static PixelScaling of(ImageSource source) {
    return switch (source) {
      case SYNTHETIC, MNIST, COLORED_MNIST, FASHION_MNIST, CELEBA -> UNIT;
      case CIFAR10, CIFAR100, MINI_IMAGENET, TINY_IMAGENET, IMAGE_FOLDER, NPY -> STANDARDISED;
    };
  }
}
