package org.p2f.numerics.data;

import java.util.List;

/** Where a data set comes from. */
public sealed interface DatasetSource {
  /** The name under which the API and the data set's file know this kind of source. */
  String kind();

  /**
   * Shapes of independent background and foreground colour, location and form, drawn by us: 4,000
   * for training and 1,760 for testing, or as many as the limits say.
   *
   * @param seed decides every image
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
   * @param zip a zip or a tar, packed or not, of folders {@code class/}, or {@code train/class/}
   *     and {@code test/class/} or {@code val/class/}, by any usual names
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

  /**
   * Zalando's grey pictures of clothes, padded from 28×28 to 32×32 (Xiao et al., arXiv:1708.07747).
   *
   * @param files as of {@link Mnist}
   */
  record FashionMnist(List<NamedFile> files) implements DatasetSource {
    public FashionMnist {
      files = some(files);
    }

    @Override
    public String kind() {
      return "fashion-mnist";
    }
  }

  /**
   * 100 classes of ImageNet in 84×84 pixels (Vinyals et al., arXiv:1606.04080).
   *
   * @param zip class folders; folders {@code train/}, {@code val/} and {@code test/} that hold
   *     different classes, as for few-shot learning, are pooled, and a sixth of each class is drawn
   *     for testing
   */
  record MiniImageNet(NamedFile zip) implements DatasetSource {
    static final int SIDE = 84;

    @Override
    public String kind() {
      return "mini-imagenet";
    }
  }

  /**
   * 200 classes of ImageNet in 64×64 pixels, as published; its validation images are for testing,
   * since those for testing have no labels.
   *
   * @param zip the published archive
   */
  record TinyImageNet(NamedFile zip) implements DatasetSource {
    static final int SIDE = 64;

    @Override
    public String kind() {
      return "tiny-imagenet";
    }
  }

  /**
   * Aligned faces with 40 attributes (Liu et al., ICCV 2015), the centre squares resized to 64×64,
   * in the published split.
   *
   * @param files the zip of images, and {@code list_attr_celeba} and {@code list_eval_partition} as
   *     .txt or .csv, in the zip or beside it
   */
  record Celeba(List<NamedFile> files) implements DatasetSource {
    public Celeba {
      files = some(files);
    }

    @Override
    public String kind() {
      return "celeba";
    }
  }

  /**
   * Images and labels as NumPy saves them.
   *
   * @param files {@code images.npy}, bytes [N, H, W], [N, H, W, C] or [N, C, H, W], and {@code
   *     labels.npy}, whole numbers [N] or [N, F]; or such a pair whose names contain "train" and
   *     one whose names contain "test", and perhaps one whose names contain "val"; each may be
   *     packed, and all may be in one NPZ
   */
  record Npy(List<NamedFile> files) implements DatasetSource {
    public Npy {
      files = some(files);
    }

    @Override
    public String kind() {
      return "npy";
    }
  }

  private static List<NamedFile> some(List<NamedFile> files) {
    if (files.isEmpty()) {
      throw new IllegalArgumentException("A source needs at least one file");
    }
    return List.copyOf(files);
  }
}
