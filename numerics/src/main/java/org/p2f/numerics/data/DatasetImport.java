package org.p2f.numerics.data;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.p2f.numerics.tensor.Durability;
import org.p2f.numerics.tensor.SafetensorsWriter;
import org.p2f.spec.data.Split;

/**
 * Turns a source into a data set's file: {@code images} uint8 [N, C, H, W], {@code labels} int32
 * [N, F], {@code split} uint8 [N], and a description with the training images' statistics.
 *
 * <p>Everything of the source is read and checked, also what limits leave out. Unless the source
 * says which images are for validation, a share of its training images is drawn by the seed. The
 * file appears whole or not at all; pixels pass through a second file beside it, not through the
 * heap.
 */
public final class DatasetImport {
  private DatasetImport() {}

  /**
   * @param target where the file appears; its folder needs room for the pixels twice, and for what
   *     is in archives that must be unpacked
   * @throws InvalidData if the source is not what it should be
   */
  public static DatasetSummary run(
      DatasetSource source, DatasetOptions options, Path target, ProgressListener listener)
      throws IOException {
    try (SourceReader reader = SourceReader.open(source, options, folder(target));
        var sink =
            new PixelSpool(
                target,
                reader.shape(),
                reader.factors().size(),
                options,
                images -> listener.progress(reader.fractionRead(), images))) {
      reader.read(sink);
      sink.drawValidation(reader.validationShare());
      requireEverySplit(source, options, sink);
      var description =
          new DatasetFormat.Description(
              options.name(),
              source.kind().id(),
              reader.factors(),
              list(sink.statistics().mean()),
              list(sink.statistics().std()));
      requireVariety(options, description);
      write(target, description, sink);
      listener.progress(1, sink.imagesRead());
      return summary(reader, description, sink);
    }
  }

  private static Path folder(Path target) {
    return Objects.requireNonNull(target.toAbsolutePath().getParent());
  }

  static void requireEverySplit(DatasetSource source, DatasetOptions options, ImageSink sink)
      throws InvalidData {
    for (Split split : Split.values()) {
      if (sink.taken(split) == 0) {
        String what =
            switch (split) {
              case TRAIN, VALIDATION -> "at least two images for training";
              case TEST -> "an image for testing";
            };
        throw new InvalidData(
            options.name(), "the %s source lacks %s".formatted(source.kind().id(), what));
      }
    }
  }

  /** Networks divide by the standard deviation. */
  private static void requireVariety(DatasetOptions options, DatasetFormat.Description description)
      throws InvalidData {
    for (int channel = 0; channel < description.std().size(); channel++) {
      if (description.std().get(channel) == 0) {
        throw new InvalidData(
            options.name(),
            "channel %d has the same value in every pixel of every training image"
                .formatted(channel));
      }
    }
  }

  private static void write(Path target, DatasetFormat.Description description, PixelSpool sink)
      throws IOException {
    var tensors = DatasetFormat.tensors(sink.size(), sink.shape(), description.factors().size());
    try (Arena arena = Arena.ofConfined();
        var writer =
            SafetensorsWriter.create(
                target, tensors, DatasetFormat.metadata(description), Durability.SYNCED)) {
      writer.write(DatasetFormat.IMAGES, sink.pixels(arena));
      writer.write(DatasetFormat.LABELS, sink.labels());
      writer.write(DatasetFormat.SPLIT, sink.splits());
    }
  }

  private static DatasetSummary summary(
      SourceReader reader, DatasetFormat.Description description, PixelSpool sink) {
    Map<Split, Integer> splits = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      splits.put(split, sink.taken(split));
    }
    ImageShape shape = sink.shape();
    return new DatasetSummary(
        description.name(),
        description.source(),
        sink.size(),
        shape.channels(),
        shape.height(),
        shape.width(),
        description.factors(),
        splits,
        description.mean(),
        description.std(),
        reader.filesRead(),
        reader.filesSkipped(),
        sink.imagesRead(),
        reader.warnings());
  }

  private static List<Double> list(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
