package org.p2f.numerics.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.p2f.spec.data.Factor;

/** Reads one source from its start to its end, checking everything on the way. */
interface SourceReader extends AutoCloseable {
  int MINI_IMAGENET_SIDE = 84;
  int TINY_IMAGENET_SIDE = 64;

  ImageShape shape();

  List<Factor> factors();

  /** Part of the training images that is for validation, or 0 if the source says itself. */
  double validationShare();

  /**
   * Gives every image to the sink, in a fixed order.
   *
   * @throws InvalidData if the source is not what it should be
   */
  void read(ImageSink sink) throws IOException;

  /**
   * Gives every image to a sink that keeps no pixels, as {@link #read} would give them.
   *
   * @throws InvalidData if the source is not what it should be, as far as that shows
   */
  default void count(ImageSink sink) throws IOException {
    read(sink);
  }

  /** Part of the source that was read, in [0, 1]. */
  double fractionRead();

  int filesRead();

  /** Files that cannot be read and were left out, as wished. */
  default int filesSkipped() {
    return 0;
  }

  /** What its owner should know, but which is no reason to refuse. */
  List<String> warnings();

  @Override
  void close() throws IOException;

  /**
   * @param work folder for what must be unpacked on the way
   */
  static SourceReader open(DatasetSource source, DatasetOptions options, Path work)
      throws IOException {
    var files = source.files();
    return switch (source.kind()) {
      case SYNTHETIC -> new SyntheticReader(source.seed(), options);
      case MNIST -> new MnistReader(files, work, MnistReader.DIGIT, new GreyInk());
      case COLORED_MNIST ->
          new MnistReader(files, work, MnistReader.DIGIT, new ColouredInk(source.seed()));
      case FASHION_MNIST -> new MnistReader(files, work, MnistReader.CLOTHES, new GreyInk());
      case CIFAR10 -> new CifarReader(files, work, CifarFormat.CIFAR_10);
      case CIFAR100 -> new CifarReader(files, work, CifarFormat.CIFAR_100);
      case IMAGE_FOLDER ->
          FolderReader.open(files.getFirst(), source.imageSize(), FolderRules.ANY, options, work);
      case MINI_IMAGENET ->
          FolderReader.open(
              files.getFirst(), MINI_IMAGENET_SIDE, FolderRules.MINI_IMAGENET, options, work);
      case TINY_IMAGENET ->
          FolderReader.open(
              files.getFirst(), TINY_IMAGENET_SIDE, FolderRules.TINY_IMAGENET, options, work);
      case CELEBA -> CelebaReader.open(files, options, work);
      case NPY -> NpyReader.open(files, work, options.seed());
    };
  }
}
