package org.p2f.numerics.data;

import java.io.IOException;
import java.util.List;

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

  /** Part of the source that was read, in [0, 1]. */
  double fractionRead();

  int filesRead();

  /** What its owner should know, but which is no reason to refuse. */
  List<String> warnings();

  @Override
  void close() throws IOException;

  static SourceReader open(DatasetSource source, DatasetOptions options) throws IOException {
    return switch (source) {
      case DatasetSource.Synthetic(long seed) -> new SyntheticReader(seed);
      case DatasetSource.Mnist(var files) ->
          new MnistReader(files, MnistReader.DIGIT, new GreyInk());
      case DatasetSource.ColoredMnist(var files, long seed) ->
          new MnistReader(files, MnistReader.DIGIT, new ColouredInk(seed));
      case DatasetSource.FashionMnist(var files) ->
          new MnistReader(files, MnistReader.CLOTHES, new GreyInk());
      case DatasetSource.Cifar10(var files) -> new CifarReader(files, CifarFormat.CIFAR_10);
      case DatasetSource.Cifar100(var files) -> new CifarReader(files, CifarFormat.CIFAR_100);
      case DatasetSource.ImageFolder(var zip, int size) ->
          FolderReader.open(zip, size, FolderRules.ANY, options.seed());
      case DatasetSource.MiniImageNet(var zip) ->
          FolderReader.open(
              zip, DatasetSource.MiniImageNet.SIDE, FolderRules.MINI_IMAGENET, options.seed());
      case DatasetSource.TinyImageNet(var zip) ->
          FolderReader.open(
              zip, DatasetSource.TinyImageNet.SIDE, FolderRules.TINY_IMAGENET, options.seed());
      case DatasetSource.Celeba(var files) -> CelebaReader.open(files);
      case DatasetSource.Npy(var files) -> NpyReader.open(files, options.seed());
    };
  }
}
