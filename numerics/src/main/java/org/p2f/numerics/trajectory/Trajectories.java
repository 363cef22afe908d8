package org.p2f.numerics.trajectory;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.p2f.numerics.data.Factor;
import org.p2f.numerics.tensor.DataType;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.numerics.tensor.TensorInfo;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file of trajectories, mapped read-only. Tensors: {@code train.z} and {@code test.z} F32
 * [images, times, codes], {@code train.labels} and {@code test.labels} I32 [images, factors],
 * {@code times} F64 [times]; the metadata's {@code factors} is a JSON list of name and class names,
 * every other entry is provenance.
 */
public final class Trajectories implements AutoCloseable {

  static final String TIMES = "times";
  static final String FACTORS = "factors";
  static final JsonMapper JSON = JsonMapper.shared();

  private static final ValueLayout.OfInt LABEL =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble TIME =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final SafetensorsFile file;
  private final TrajectoriesHeader header;

  private Trajectories(SafetensorsFile file, TrajectoriesHeader header) {
    this.file = file;
    this.header = header;
  }

  /**
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if it is not a file of trajectories; says why
   */
  public static Trajectories open(Path path) throws IOException {
    var file = SafetensorsFile.open(path);
    try {
      var trajectories = new Trajectories(file, header(file));
      trajectories.refuseForeignLabels();
      return trajectories;
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static TrajectoriesHeader header(SafetensorsFile file) {
    long times = shape(file, TIMES, DataType.F64, 1)[0];
    long[] train = shape(file, TrajectorySplit.TRAIN.codes(), DataType.F32, 3);
    long[] test = shape(file, TrajectorySplit.TEST.codes(), DataType.F32, 3);
    var factors = factors(file);
    var origin = new TreeMap<>(file.metadata());
    origin.remove(FACTORS);
    var header =
        new TrajectoriesHeader(
            Arrays.stream(file.data(TIMES).toArray(TIME)).boxed().toList(),
            Math.toIntExact(train[2]),
            Math.toIntExact(train[0]),
            Math.toIntExact(test[0]),
            factors,
            origin);
    for (var split : TrajectorySplit.values()) {
      expect(file, split.codes(), header.images(split), times, header.codes());
      shape(file, split.labels(), DataType.I32, 2);
      expect(file, split.labels(), header.images(split), factors.size());
    }
    return header;
  }

  private static List<Factor> factors(SafetensorsFile file) {
    @Nullable String json = file.metadata().get(FACTORS);
    if (json == null) {
      throw new IllegalArgumentException("The metadata has no '%s'".formatted(FACTORS));
    }
    try {
      return List.of(JSON.readValue(json, Factor[].class));
    } catch (JacksonException e) {
      throw new IllegalArgumentException("The metadata's '%s' is not a list".formatted(FACTORS), e);
    }
  }

  private static long[] shape(SafetensorsFile file, String name, DataType type, int axes) {
    TensorInfo info;
    try {
      info = file.tensor(name);
    } catch (NoSuchElementException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    if (info.dtype() != type || info.shape().length != axes) {
      throw new IllegalArgumentException(
          "%s should be %s with %d axes".formatted(info, type, axes));
    }
    return info.shape();
  }

  private static void expect(SafetensorsFile file, String name, long... shape) {
    var info = file.tensor(name);
    if (!Arrays.equals(info.shape(), shape)) {
      throw new IllegalArgumentException(
          "%s should have the shape %s".formatted(info, Arrays.toString(shape)));
    }
  }

  private void refuseForeignLabels() {
    for (var split : TrajectorySplit.values()) {
      for (int f = 0; f < factors().size(); f++) {
        int classes = factors().get(f).classes();
        for (int label : labels(split, f)) {
          if (label < 0 || label >= classes) {
            throw new IllegalArgumentException(
                "Factor '%s' has %d classes, but %s has the label %d"
                    .formatted(factors().get(f).name(), classes, split.labels(), label));
          }
        }
      }
    }
  }

  public TrajectoriesHeader header() {
    return header;
  }

  public List<Double> times() {
    return header.times();
  }

  /** Values of one code, d. */
  public int codes() {
    return header.codes();
  }

  public List<Factor> factors() {
    return header.factors();
  }

  /** Provenance: model, data set, weights, precision. */
  public Map<String, String> origin() {
    return header.origin();
  }

  /** Images of a split. */
  public int images(TrajectorySplit split) {
    return header.images(split);
  }

  /** All codes of a split, float32 [images, times, codes], mapped; valid until this is closed. */
  public MemorySegment codes(TrajectorySplit split) {
    return file.data(split.codes());
  }

  /** Codes of some consecutive images, float32 [count, times, codes], mapped. */
  public MemorySegment codes(TrajectorySplit split, int from, int count) {
    java.util.Objects.checkFromIndexSize(from, count, images(split));
    return codes(split).asSlice(from * header.rowBytes(), count * header.rowBytes());
  }

  /** Each image's class of that factor. */
  public int[] labels(TrajectorySplit split, int factor) {
    java.util.Objects.checkIndex(factor, factors().size());
    var all = file.data(split.labels());
    var labels = new int[images(split)];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = all.getAtIndex(LABEL, (long) i * factors().size() + factor);
    }
    return labels;
  }

  @Override
  public void close() {
    file.close();
  }
}
