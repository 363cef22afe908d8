package org.p2f.benchmarks.plan;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.tensor.DataType;
import org.p2f.numerics.tensor.SafetensorsWriter;
import org.p2f.numerics.tensor.TensorInfo;
import org.p2f.spec.data.Split;

/**
 * A data set of black images of one pixel, all for training: as many rows, and next to no pixels.
 */
final class BlankDataset {
  private static final String DESCRIPTION =
      "{\"name\":\"blank\",\"source\":\"numpy\",\"factors\":[{\"name\":\"class\",\"classNames\":[\"a\",\"b\"]}],"
          + "\"mean\":[0.0],\"std\":[1.0]}";

  private BlankDataset() {}

  static Path write(Path directory, int images) throws IOException {
    Path file = directory.resolve("blank.safetensors");
    var pixels = new TensorInfo("images", DataType.U8, images, 1, 1, 1);
    var labels = new TensorInfo("labels", DataType.I32, images, 1);
    var split = new TensorInfo("split", DataType.U8, images);
    byte[] splits = new byte[images];
    Arrays.fill(splits, (byte) Split.TRAIN.code());
    try (var writer =
        SafetensorsWriter.create(
            file, List.of(pixels, labels, split), Map.of("dataset", DESCRIPTION))) {
      writer.write("images", MemorySegment.ofArray(new byte[images]));
      writer.write("labels", MemorySegment.ofArray(new byte[images * Integer.BYTES]));
      writer.write("split", MemorySegment.ofArray(splits));
    }
    return file;
  }

  /** The rows of an extraction's training split, found as each of its processes finds them. */
  static int[] rows(ImageDataset dataset) {
    return IntStream.concat(
            Arrays.stream(dataset.indices(Split.TRAIN)),
            Arrays.stream(dataset.indices(Split.VALIDATION)))
        .sorted()
        .toArray();
  }

  /** Labels of the rows, gathered as the worker gathers them before it joins the shards. */
  static int[][] labels(ImageDataset dataset, int[] rows) {
    return Arrays.stream(rows)
        .mapToObj(image -> new int[] {dataset.label(image, 0)})
        .toArray(int[][]::new);
  }
}
