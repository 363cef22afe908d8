package org.p2f.numerics.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.p2f.spec.data.Factor;

/** Reads one source from its start to its end, checking everything on the way. */
interface SourceReader extends AutoCloseable {
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
    return switch (source) {
      case DatasetSource.Synthetic(long seed) -> new SyntheticReader(seed, options);
      case DatasetSource.Mnist(var files) ->
          new MnistReader(files, work, MnistReader.DIGIT, new GreyInk());
      case DatasetSource.ColoredMnist(var files, long seed) ->
          new MnistReader(files, work, MnistReader.DIGIT, new ColouredInk(seed));
      case DatasetSource.FashionMnist(var files) ->
          new MnistReader(files, work, MnistReader.CLOTHES, new GreyInk());
      case DatasetSource.Cifar10(var files) -> new CifarReader(files, work, CifarFormat.CIFAR_10);
      case DatasetSource.Cifar100(var files) -> new CifarReader(files, work, CifarFormat.CIFAR_100);
      case DatasetSource.ImageFolder(var zip, int size) ->
          FolderReader.open(zip, size, FolderRules.ANY, options, work);
      case DatasetSource.MiniImageNet(var zip) ->
          FolderReader.open(
              zip, DatasetSource.MiniImageNet.SIDE, FolderRules.MINI_IMAGENET, options, work);
      case DatasetSource.TinyImageNet(var zip) ->
          FolderReader.open(
              zip, DatasetSource.TinyImageNet.SIDE, FolderRules.TINY_IMAGENET, options, work);
      case DatasetSource.Celeba(var files) -> CelebaReader.open(files, options, work);
      case DatasetSource.Npy(var files) -> NpyReader.open(files, work, options.seed());
    };
  }
}
