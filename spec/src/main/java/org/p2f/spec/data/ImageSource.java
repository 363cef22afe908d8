package org.p2f.spec.data;

import java.util.Locale;

/** Where the images of a data set come from. */
public enum ImageSource {
  /**
   * Shapes of independent background and foreground colour, location and form, drawn by us: 4,000
   * for training and 1,760 for testing, or as many as the limits say. A seed decides every image.
   */
  SYNTHETIC(0, 0),
  /**
   * Handwritten digits, grey, padded from 28×28 to 32×32: images and labels, train and t10k, in IDX
   * format, loose or in archives; each may be there packed as well.
   */
  MNIST(1, 8),
  /** Digits as of {@link #MNIST} in a random colour on another; a seed decides the colours. */
  COLORED_MNIST(1, 8),
  /**
   * Zalando's grey pictures of clothes, files as of {@link #MNIST} (Xiao et al., arXiv:1708.07747).
   */
  FASHION_MNIST(1, 8),
  /**
   * CIFAR-10's binary version: the published archive, or any number of batches; a batch whose name
   * contains "test" is for testing; each may be packed.
   */
  CIFAR10(1, 16),
  /** CIFAR-100's binary version; files as of {@link #CIFAR10}. */
  CIFAR100(1, 16),
  /**
   * 100 classes of ImageNet in 84×84 pixels (Vinyals et al., arXiv:1606.04080), one zip or tar of
   * class folders; folders {@code train/}, {@code val/} and {@code test/} that hold different
   * classes, as for few-shot learning, are pooled, and a sixth of each class is drawn for testing.
   */
  MINI_IMAGENET(1, 1),
  /**
   * 200 classes of ImageNet in 64×64 pixels, the published archive; its validation images are for
   * testing, since those for testing have no labels.
   */
  TINY_IMAGENET(1, 1),
  /**
   * Aligned faces with 40 attributes (Liu et al., ICCV 2015), the centre squares resized to 64×64,
   * in the published split: the zip of images, and {@code list_attr_celeba} and {@code
   * list_eval_partition} as .txt or .csv, in the zip or beside it.
   */
  CELEBA(1, 3),
  /**
   * PNG and JPEG images in one folder a class: a zip or a tar, packed or not, of folders {@code
   * class/}, or {@code train/class/} and {@code test/class/} or {@code val/class/}, by any usual
   * names.
   */
  IMAGE_FOLDER(1, 1),
  /**
   * Images and labels as NumPy saves them: {@code images.npy}, bytes [N, H, W], [N, H, W, C] or [N,
   * C, H, W], and {@code labels.npy}, whole numbers [N] or [N, F]; or such a pair whose names
   * contain "train" and one whose names contain "test", and perhaps one whose names contain "val";
   * each may be packed, and all may be in one NPZ.
   */
  NPY(1, 6);

  /** Images of {@link #SYNTHETIC} for training, validation among them, unless others are wanted. */
  public static final int DRAWN_TRAIN = 4_000;

  private final int fewestFiles;
  private final int mostFiles;

  ImageSource(int fewestFiles, int mostFiles) {
    this.fewestFiles = fewestFiles;
    this.mostFiles = mostFiles;
  }

  /** As the API and data sets' files name it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
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
  public boolean isOfPictures() {
    return switch (this) {
      case MINI_IMAGENET, TINY_IMAGENET, CELEBA, IMAGE_FOLDER -> true;
      case SYNTHETIC, MNIST, COLORED_MNIST, FASHION_MNIST, CIFAR10, CIFAR100, NPY -> false;
    };
  }

  public boolean takes(int files) {
    return fewestFiles <= files && files <= mostFiles;
  }

  /** How many files it needs, in words. */
  public String need() {
    return mostFiles == 0
        ? "no uploads"
        : fewestFiles == mostFiles
            ? "exactly %d upload".formatted(fewestFiles)
            : "%d to %d uploads".formatted(fewestFiles, mostFiles);
  }
}
