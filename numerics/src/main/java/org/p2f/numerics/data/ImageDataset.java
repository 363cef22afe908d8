package org.p2f.numerics.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.p2f.numerics.tensor.DataType;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.numerics.tensor.TensorInfo;
import org.p2f.spec.data.Factor;
import org.p2f.spec.data.Split;

/**
 * A data set's file, mapped read-only: images are paged in as they are touched. Safe for use by
 * several threads; the segments it hands out die with {@link #close()}.
 */
public final class ImageDataset implements AutoCloseable {
  private final SafetensorsFile file;
  private final DatasetFormat.Description description;
  private final int size;
  private final ImageShape shape;
  private final MemorySegment images;
  private final MemorySegment labels;
  private final MemorySegment splits;

  private ImageDataset(SafetensorsFile file) throws InvalidData {
    this.file = file;
    this.description = DatasetFormat.description(fileName(), file.metadata());
    long[] sizes = tensor(DatasetFormat.IMAGES, DataType.U8, 4);
    this.size = Math.toIntExact(sizes[0]);
    this.shape =
        new ImageShape(
            Math.toIntExact(sizes[1]), Math.toIntExact(sizes[2]), Math.toIntExact(sizes[3]));
    long[] labelSizes = tensor(DatasetFormat.LABELS, DataType.I32, 2);
    long[] splitSizes = tensor(DatasetFormat.SPLIT, DataType.U8, 1);
    if (labelSizes[0] != size
        || splitSizes[0] != size
        || labelSizes[1] != description.factors().size()
        || description.mean().size() != shape.channels()
        || description.std().size() != shape.channels()) {
      throw new InvalidData(fileName(), "its tensors do not fit together or its description");
    }
    this.images = file.data(DatasetFormat.IMAGES);
    this.labels = file.data(DatasetFormat.LABELS);
    this.splits = file.data(DatasetFormat.SPLIT);
    checkLabels();
  }

  /**
   * @throws IOException if the file is no data set
   */
  public static ImageDataset open(Path path) throws IOException {
    SafetensorsFile file = SafetensorsFile.open(path);
    try {
      return new ImageDataset(file);
    } catch (InvalidData | RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  private long[] tensor(String name, DataType dtype, int axes) throws InvalidData {
    TensorInfo info = file.tensors().get(name);
    if (info == null || info.dtype() != dtype || info.shape().length != axes) {
      throw new InvalidData(
          fileName(), "is no data set: it has no %s %s of %d axes".formatted(dtype, name, axes));
    }
    return info.shape();
  }

  private void checkLabels() throws InvalidData {
    for (int image = 0; image < size; image++) {
      if (Split.of(splits.get(ValueLayout.JAVA_BYTE, image)).isEmpty()) {
        throw new InvalidData(fileName(), "image %d is in no split".formatted(image));
      }
      for (int factor = 0; factor < factors().size(); factor++) {
        int label = label(image, factor);
        if (label < 0 || label >= factors().get(factor).classes()) {
          throw new InvalidData(
              fileName(),
              "image %d has %s label %d".formatted(image, factors().get(factor).name(), label));
        }
      }
    }
  }

  private String fileName() {
    return String.valueOf(file.path().getFileName());
  }

  public String name() {
    return description.name();
  }

  /** Kind of the source, such as {@code cifar10}. */
  public String source() {
    return description.source();
  }

  /** Number of images. */
  public int size() {
    return size;
  }

  public int channels() {
    return shape.channels();
  }

  public int height() {
    return shape.height();
  }

  public int width() {
    return shape.width();
  }

  public List<Factor> factors() {
    return description.factors();
  }

  /** Mean of each channel over the training and validation images, of values in [0, 1]. */
  public double[] mean() {
    return description.mean().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Standard deviation, as {@link #mean()}. */
  public double[] std() {
    return description.std().stream().mapToDouble(Double::doubleValue).toArray();
  }

  public Split split(int image) {
    return Split.of(splits.get(ValueLayout.JAVA_BYTE, checked(image))).orElseThrow();
  }

  /** The images of a split, ascending. */
  public int[] indices(Split split) {
    return IntStream.range(0, size)
        .filter(image -> splits.get(ValueLayout.JAVA_BYTE, image) == split.code())
        .toArray();
  }

  /**
   * @param factor index into {@link #factors()}
   * @return index into the factor's class names
   */
  public int label(int image, int factor) {
    long row = (long) checked(image) * factors().size();
    return labels.getAtIndex(
        ValueLayout.JAVA_INT_UNALIGNED, row + Objects.checkIndex(factor, factors().size()));
  }

  /** One image, uint8 [C, H, W], read-only, valid until this data set is closed. */
  public MemorySegment pixels(int image) {
    return images.asSlice((long) checked(image) * shape.bytes(), shape.bytes());
  }

  /**
   * Copies images as floats.
   *
   * @param indices images, in the wanted order; may repeat
   * @param out receives float32 [indices, C, H, W], each value in [0, 1]
   * @throws IndexOutOfBoundsException if an index is no image; {@code out} is then undefined
   * @throws IllegalArgumentException if {@code out} has not exactly the size of the result
   */
  public void gather(int[] indices, MemorySegment out) {
    int values = shape.bytes();
    if (out.byteSize() != (long) indices.length * values * Float.BYTES) {
      throw new IllegalArgumentException(
          "%d images of %d values do not fit %d bytes of float32"
              .formatted(indices.length, values, out.byteSize()));
    }
    byte[] bytes = new byte[values];
    float[] floats = new float[values];
    long at = 0;
    for (int image : indices) {
      long from = (long) checked(image) * values;
      MemorySegment.copy(images, ValueLayout.JAVA_BYTE, from, bytes, 0, values);
      UnitValues.of(bytes, floats);
      MemorySegment.copy(floats, 0, out, ValueLayout.JAVA_FLOAT_UNALIGNED, at, values);
      at += (long) values * Float.BYTES;
    }
  }

  /** One image as RGB; grey has three equal channels. */
  public BufferedImage bufferedImage(int image) {
    MemorySegment pixels = pixels(image);
    var rgb = new BufferedImage(shape.width(), shape.height(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        int colour = 0;
        for (int channel = 0; channel < 3; channel++) {
          int plane = Math.min(channel, shape.channels() - 1) * shape.plane();
          int at = plane + y * shape.width() + x;
          byte value = pixels.get(ValueLayout.JAVA_BYTE, at);
          colour = colour << 8 | Byte.toUnsignedInt(value);
        }
        rgb.setRGB(x, y, colour);
      }
    }
    return rgb;
  }

  private int checked(int image) {
    return Objects.checkIndex(image, size);
  }

  @Override
  public void close() {
    file.close();
  }
}
