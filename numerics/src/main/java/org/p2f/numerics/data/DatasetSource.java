package org.p2f.numerics.data;

import java.util.List;

/** Where a data set comes from. */
public sealed interface DatasetSource {
  /** The name under which the API and the data set's file know this kind of source. */
  String kind();

  /**
   * All 5,760 combinations of background and foreground colour, location and shape, drawn by us.
   *
   * @param seed decides the order, and so which images are for testing
   */
  record Synthetic(long seed) implements DatasetSource {
    @Override
    public String kind() {
      return "synthetic";
    }
  }

  /**
   * Handwritten digits, grey, padded from 28×28 to 32×32.
   *
   * @param files images and labels, train and t10k, in IDX format; each may be packed
   */
  record Mnist(List<NamedFile> files) implements DatasetSource {
    public Mnist {
      files = some(files);
    }

    @Override
    public String kind() {
      return "mnist";
    }
  }

  /**
   * MNIST's digits in a random colour on another random colour.
   *
   * @param seed decides the colours
   */
  record ColoredMnist(List<NamedFile> files, long seed) implements DatasetSource {
    public ColoredMnist {
      files = some(files);
    }

    @Override
    public String kind() {
      return "colored-mnist";
    }
  }

  /**
   * CIFAR-10's binary version.
   *
   * @param files the published archive, or any number of batches; a batch whose name contains
   *     "test" is for testing; each may be packed
   */
  record Cifar10(List<NamedFile> files) implements DatasetSource {
    public Cifar10 {
      files = some(files);
    }

    @Override
    public String kind() {
      return "cifar10";
    }
  }

  /** CIFAR-100's binary version; files as for {@link Cifar10}. */
  record Cifar100(List<NamedFile> files) implements DatasetSource {
    public Cifar100 {
      files = some(files);
    }

    @Override
    public String kind() {
      return "cifar100";
    }
  }

  /**
   * PNG and JPEG images in one folder a class.
   *
   * @param zip folders {@code class/}, or {@code train/class/} and {@code test/class/} or {@code
   *     val/class/}
   * @param imageSize side in pixels to which the images' centre squares are resized
   */
  record ImageFolder(NamedFile zip, int imageSize) implements DatasetSource {
    /** Below this the networks have nothing to halve; above it a data set outgrows a disk. */
    private static final int SMALLEST = 8;

    private static final int LARGEST = 512;

    public ImageFolder {
      if (imageSize < SMALLEST || imageSize > LARGEST) {
        throw new IllegalArgumentException(
            "Image size %d is outside %d to %d".formatted(imageSize, SMALLEST, LARGEST));
      }
    }

    @Override
    public String kind() {
      return "image-folder";
    }
  }

  private static List<NamedFile> some(List<NamedFile> files) {
    if (files.isEmpty()) {
      throw new IllegalArgumentException("A source needs at least one file");
    }
    return List.copyOf(files);
  }
}
