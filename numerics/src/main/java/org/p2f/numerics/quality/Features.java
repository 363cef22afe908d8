package org.p2f.numerics.quality;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.NoSuchElementException;
import org.p2f.numerics.tensor.DataType;
import org.p2f.numerics.tensor.Durability;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.numerics.tensor.SafetensorsWriter;
import org.p2f.numerics.tensor.TensorInfo;

/** Features of images, and logits of classes where the network gives them. */
public final class Features {

  private static final String LOGITS = "logits";

  private final int size;
  private final int width;
  private final int classes;
  private final float[] values;
  private final float[] logits;

  /**
   * @param values of each image, image by image, all finite
   * @param logits likewise; empty if there are none
   */
  public Features(int size, float[] values, float[] logits) {
    if (size < 1 || values.length % size != 0 || logits.length % size != 0) {
      throw new IllegalArgumentException(
          "%d features and %d logits of %d images".formatted(values.length, logits.length, size));
    }
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException("The network gives features that are not finite");
      }
    }
    this.size = size;
    this.width = values.length / size;
    this.classes = logits.length / size;
    this.values = values;
    this.logits = logits;
  }

  /** Number of images. */
  public int size() {
    return size;
  }

  /** Number of features of an image. */
  public int width() {
    return width;
  }

  /** Number of classes; 0 if the network gives none. */
  public int classes() {
    return classes;
  }

  float[] values() {
    return values;
  }

  float[] logits() {
    return logits;
  }

  public void write(Path file) throws IOException {
    var infos = new ArrayList<TensorInfo>();
    infos.add(new TensorInfo("features", DataType.F32, new long[] {size, width}));
    if (classes > 0) {
      infos.add(new TensorInfo(LOGITS, DataType.F32, new long[] {size, classes}));
    }
    try (var writer =
        SafetensorsWriter.create(
            file, infos, Map.of("format", "p2f-features-1"), Durability.SYNCED)) {
      writer.write("features", MemorySegment.ofArray(values));
      if (classes > 0) {
        writer.write(LOGITS, MemorySegment.ofArray(logits));
      }
    }
  }

  /**
   * @throws IOException if the file holds no features
   */
  public static Features read(Path file) throws IOException {
    try (var held = SafetensorsFile.open(file)) {
      int size = Math.toIntExact(held.tensor("features").shape()[0]);
      return new Features(
          size,
          floats(held, "features"),
          held.tensors().containsKey(LOGITS) ? floats(held, LOGITS) : new float[0]);
    } catch (IllegalArgumentException | NoSuchElementException e) {
      throw new IOException("%s: %s".formatted(file.getFileName(), e.getMessage()), e);
    }
  }

  private static float[] floats(SafetensorsFile file, String name) {
    return file.data(name).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
  }
}
