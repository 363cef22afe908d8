package org.p2f.training.domain;

/** Where the images of a data set come from. */
public enum ImageSource {
  /** Drawn by the program itself: every combination of four factors. */
  SYNTHETIC(0, 0),
  /** Four IDX files, loose or in archives. */
  MNIST(1, 4),
  /** As {@link #MNIST}, coloured by a seed. */
  COLORED_MNIST(1, 4),
  /** As {@link #MNIST}, with clothes. */
  FASHION_MNIST(1, 4),
  /** The binary version: the published archive, or its batches. */
  CIFAR10(1, 16),
  /** As {@link #CIFAR10}. */
  CIFAR100(1, 16),
  /** One zip with a folder for each of 100 classes. */
  MINI_IMAGENET(1, 1),
  /** The published archive. */
  TINY_IMAGENET(1, 1),
  /** The zip of aligned faces, and the lists of attributes and of splits, in it or beside it. */
  CELEBA(1, 3),
  /** One zip with a folder of PNG or JPEG images for each class. */
  IMAGE_FOLDER(1, 1),
  /** Pairs of images and labels, one or two. */
  NPY(2, 4);

  private final int fewestUploads;
  private final int mostUploads;

  ImageSource(int fewestUploads, int mostUploads) {
    this.fewestUploads = fewestUploads;
    this.mostUploads = mostUploads;
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
