package org.p2f.training.dataset;

import org.p2f.spec.data.PixelScaling;

/** Where the images of a data set come from. */
public enum ImageSource {
  /** Drawn by the program itself: four independent factors. */
  SYNTHETIC(0, 0),
  /** Four IDX files, loose or in archives; each may be there packed as well. */
  MNIST(1, 8),
  /** As {@link #MNIST}, coloured by a seed. */
  COLORED_MNIST(1, 8),
  /** As {@link #MNIST}, with clothes. */
  FASHION_MNIST(1, 8),
  /** The binary version: the published archive, or its batches. */
  CIFAR10(1, 16),
  /** As {@link #CIFAR10}. */
  CIFAR100(1, 16),
  /** One zip or tar with a folder for each of 100 classes. */
  MINI_IMAGENET(1, 1),
  /** The published archive. */
  TINY_IMAGENET(1, 1),
  /** The zip of aligned faces, and the lists of attributes and of splits, in it or beside it. */
  CELEBA(1, 3),
  /** One zip or tar with a folder of PNG or JPEG images for each class. */
  IMAGE_FOLDER(1, 1),
  /** Up to three pairs of images and labels, loose or in one NPZ. */
  NPY(1, 6);

  private final int fewestUploads;
  private final int mostUploads;

  ImageSource(int fewestUploads, int mostUploads) {
    this.fewestUploads = fewestUploads;
    this.mostUploads = mostUploads;
  }

  /** As published: photographs of things are standardised, drawings, digits and faces are not. */
  public PixelScaling scaling() {
    return switch (this) {
      case SYNTHETIC, MNIST, COLORED_MNIST, FASHION_MNIST, CELEBA -> PixelScaling.UNIT;
      case CIFAR10, CIFAR100, MINI_IMAGENET, TINY_IMAGENET, IMAGE_FOLDER, NPY ->
          PixelScaling.STANDARDISED;
    };
  }

  /** Whether its images are files of their own, of which some may be left out. */
  boolean isOfPictures() {
    return switch (this) {
      case MINI_IMAGENET, TINY_IMAGENET, CELEBA, IMAGE_FOLDER -> true;
      case SYNTHETIC, MNIST, COLORED_MNIST, FASHION_MNIST, CIFAR10, CIFAR100, NPY -> false;
    };
  }

  boolean takes(int uploads) {
    return fewestUploads <= uploads && uploads <= mostUploads;
  }

  /** How many uploads it needs, in words. */
  String need() {
    return mostUploads == 0
        ? "no uploads"
        : fewestUploads == mostUploads
            ? "exactly %d upload".formatted(fewestUploads)
            : "%d to %d uploads".formatted(fewestUploads, mostUploads);
  }
}
