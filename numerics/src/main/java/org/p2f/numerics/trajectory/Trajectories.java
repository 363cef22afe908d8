package org.p2f.numerics.trajectory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.p2f.numerics.tensor.DataType;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.numerics.tensor.TensorInfo;
import org.p2f.spec.data.Factor;
import org.p2f.spec.data.TrajectorySplit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file of trajectories, mapped read-only. Tensors: {@code train.z} and {@code test.z} F32 or F16
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
  private final FileChannel channel;
  private final TrajectoriesHeader header;
  private final StoredRows rows;

  private Trajectories(
      SafetensorsFile file, FileChannel channel, TrajectoriesHeader header, StoredRows rows) {
    this.file = file;
    this.channel = channel;
    this.header = header;
    this.rows = rows;
  }

  /**
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if it is not a file of trajectories; says why
   */
  public static Trajectories open(Path path) throws IOException {
    return open(path, List.of());
  }

  /**
   * As if nothing but the codes at some times had been recorded.
   *
   * @param times which, in any order: codes are read in the order in which they are stored; all if
   *     empty
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if it is not a file of trajectories, or a time is not among
   *     its own; says why
   */
  public static Trajectories open(Path path, List<Double> times) throws IOException {
    var file = SafetensorsFile.open(path);
    try {
      var whole = header(file);
      var kept =
          IntStream.range(0, whole.times().size())
              .filter(i -> times.isEmpty() || times.contains(whole.times().get(i)))
              .boxed()
              .toList();
      if (!times.isEmpty() && kept.size() != times.size()) {
        throw new IllegalArgumentException(
            "Not all of the times %s are among %s".formatted(times, whole.times()));
      }
      var trajectories =
          new Trajectories(
              file,
              FileChannel.open(path, StandardOpenOption.READ),
              whole.at(kept),
              new StoredRows(stored(file), whole.codes(), whole.times().size(), kept));
      trajectories.refuseForeignLabels();
      return trajectories;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static TrajectoriesHeader header(SafetensorsFile file) {
    long times = shape(file, TIMES, DataType.F64, 1)[0];
    var stored = stored(file);
    long[] train = shape(file, TrajectorySplit.TRAIN.codes(), stored, 3);
    long[] test = shape(file, TrajectorySplit.TEST.codes(), stored, 3);
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

  private static DataType stored(SafetensorsFile file) {
    var codes = file.tensors().get(TrajectorySplit.TRAIN.codes());
    return codes != null && codes.dtype() == DataType.F16 ? DataType.F16 : DataType.F32;
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

  /**
   * All codes of a split, float32 [images, times, codes], valid until this is closed: mapped, or
   * where they are stored in 16 bits or at further times a copy.
   */
  public MemorySegment codes(TrajectorySplit split) {
    return codes(split, 0, images(split));
  }

  /** The same to search in: mapped as they are stored, whatever their number, if all are read. */
  public NearestCodes nearestCodes(TrajectorySplit split) {
    return rows.isWhole()
        ? new NearestCodes(file.data(split.codes()), rows.stored(), times().size(), codes())
        : new NearestCodes(codes(split), DataType.F32, times().size(), codes());
  }

  /** Codes of some consecutive images, float32 [count, times, codes], likewise. */
  public MemorySegment codes(TrajectorySplit split, int from, int count) {
    Objects.checkFromIndexSize(from, count, images(split));
    long bytes = rows.storedBytes();
    var mine = file.data(split.codes()).asSlice(from * bytes, count * bytes);
    if (rows.isPlain()) {
      return mine;
    }
    var read = Arena.ofAuto().allocate(count * rows.bytes(), Float.BYTES);
    rows.read(mine, read);
    return read;
  }

  /**
   * Reads the codes of some images from the file, not through its mapping: nothing but {@code out}
   * stays in memory, whatever the file's size. May be called by several threads.
   *
   * @param images in any order
   * @param out float32 [images, times, codes]
   */
  public void gather(TrajectorySplit split, int[] images, MemorySegment out) {
    long begin = file.position(split.codes());
    try (var arena = Arena.ofConfined()) {
      var row = arena.allocate(rows.storedBytes(), Long.BYTES);
      for (int i = 0; i < images.length; i++) {
        Objects.checkIndex(images[i], images(split));
        read(row, begin + images[i] * rows.storedBytes());
        rows.read(row, out.asSlice(i * rows.bytes(), rows.bytes()));
      }
    }
  }

  private void read(MemorySegment into, long position) {
    var buffer = into.asByteBuffer();
    try {
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, position + buffer.position()) < 0) {
          throw new IllegalStateException(file.path() + " has become shorter");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Each image's class of that factor. */
  public int[] labels(TrajectorySplit split, int factor) {
    Objects.checkIndex(factor, factors().size());
    var all = file.data(split.labels());
    var labels = new int[images(split)];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = all.getAtIndex(LABEL, (long) i * factors().size() + factor);
    }
    return labels;
  }

  @Override
  public void close() {
    try (file) {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
