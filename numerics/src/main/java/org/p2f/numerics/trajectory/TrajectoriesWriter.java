package org.p2f.numerics.trajectory;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.p2f.numerics.tensor.DataType;
import org.p2f.numerics.tensor.NotFinite;
import org.p2f.numerics.tensor.SafetensorsFile;
import org.p2f.numerics.tensor.SafetensorsWriter;
import org.p2f.numerics.tensor.TensorInfo;
import org.p2f.spec.data.TrajectorySplit;

/**
 * Writes trajectories shard by shard, in any order, and goes on where an earlier writer of the same
 * header was stopped. A shard is a small file that appears whole or not at all, in a folder beside
 * the target; {@link #finish} copies the shards into the target. They stay beside it, so that a
 * target that is lost can be made again. Nothing is held in memory but one shard. For use by one
 * thread.
 */
public final class TrajectoriesWriter {

  private static final Pattern SHARD = Pattern.compile("(train|test)-(\\d+)-(\\d+)\\.safetensors");
  private static final String HEADER_DIGEST = "header";
  private static final String ROWS = "z";

  private final Path target;
  private final Path folder;
  private final TrajectoriesHeader header;
  private final DataType stored;
  private final String digest;

  /** Whether the folder's shards are known to be of this header: writers of another are refused. */
  private boolean checked;

  private final Map<TrajectorySplit, TreeMap<Integer, Integer>> shards =
      new EnumMap<>(TrajectorySplit.class);

  private TrajectoriesWriter(Path target, TrajectoriesHeader header, DataType stored) {
    if (stored != DataType.F32 && stored != DataType.F16) {
      throw new IllegalArgumentException("Codes are stored as F32 or F16, not " + stored);
    }
    this.stored = stored;
    this.target = target;
    this.folder = target.resolveSibling(target.getFileName() + ".shards");
    this.header = header;
    this.digest = digest(header) + (stored == DataType.F32 ? "" : "-" + stored);
    for (var split : TrajectorySplit.values()) {
      shards.put(split, new TreeMap<>());
    }
  }

  /**
   * @param target where {@link #finish} puts the file
   * @throws IllegalArgumentException if shards of another header lie there
   */
  public static TrajectoriesWriter open(Path target, TrajectoriesHeader header) throws IOException {
    return open(target, header, DataType.F32);
  }

  /**
   * @param stored F32, or F16, which takes half the room and keeps three decimal digits
   */
  public static TrajectoriesWriter open(Path target, TrajectoriesHeader header, DataType stored)
      throws IOException {
    var writer = new TrajectoriesWriter(target, header, stored);
    for (var file : writer.files()) {
      if (!SHARD.matcher(file.getFileName().toString()).matches()) {
        // A shard that was being written when its writer was stopped, or still is.
        Files.deleteIfExists(file);
      }
    }
    writer.refresh();
    return writer;
  }

  /**
   * As {@link #open(Path, TrajectoriesHeader, DataType)}, but one of several writers at once, in
   * other processes too: what they have not finished is left alone. {@link #refresh} tells what
   * they have.
   */
  public static TrajectoriesWriter join(Path target, TrajectoriesHeader header, DataType stored)
      throws IOException {
    var writer = new TrajectoriesWriter(target, header, stored);
    writer.refresh();
    return writer;
  }

  /**
   * Finds the shards that others have written meanwhile.
   *
   * @throws IllegalArgumentException if shards of another header lie there
   */
  public void refresh() throws IOException {
    for (var file : files()) {
      var match = SHARD.matcher(file.getFileName().toString());
      if (match.matches()) {
        adopt(file, match);
      }
    }
  }

  private List<Path> files() throws IOException {
    Files.createDirectories(folder);
    try (var files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private void adopt(Path file, MatchResult match) throws IOException {
    var split = TrajectorySplit.valueOf(match.group(1).toUpperCase(Locale.ROOT));
    int from = Integer.parseInt(match.group(2));
    if (rows(split).containsKey(from)) {
      return;
    }
    if (!checked) { // of thousands one: opening all would take each process as long as writing its
      // own
      try (var shard = SafetensorsFile.open(file)) {
        requireOwn(shard, file);
      }
      checked = true;
    }
    rows(split).put(from, Integer.parseInt(match.group(3)));
  }

  private void requireOwn(SafetensorsFile shard, Path file) {
    if (!digest.equals(shard.metadata().get(HEADER_DIGEST))) {
      throw new IllegalArgumentException(
          "Shard %s belongs to other trajectories".formatted(file.getFileName()));
    }
  }

  /** The rows of a split that no shard holds yet, ascending. */
  public List<RowRange> missing(TrajectorySplit split) {
    var gaps = new ArrayList<RowRange>();
    int at = 0;
    for (var shard : rows(split).entrySet()) {
      if (at < shard.getKey()) {
        gaps.add(new RowRange(at, shard.getKey()));
      }
      at = shard.getValue();
    }
    if (at < header.images(split)) {
      gaps.add(new RowRange(at, header.images(split)));
    }
    return gaps;
  }

  /**
   * Stores a shard.
   *
   * @param row the first row
   * @param codes float32 little-endian [rows, times, codes]
   * @return its file, which is whole
   * @throws IllegalArgumentException if the rows leave the split, were written before, or are not
   *     whole
   * @throws NotFinite if a code is not finite, or would not be as stored
   */
  public Path write(TrajectorySplit split, int row, MemorySegment codes) throws IOException {
    long count = codes.byteSize() / header.rowBytes();
    if (count < 1 || count * header.rowBytes() != codes.byteSize()) {
      throw new IllegalArgumentException(
          "A row has %d bytes, got %d".formatted(header.rowBytes(), codes.byteSize()));
    }
    int end = Math.toIntExact(row + count);
    if (missing(split).stream().noneMatch(gap -> gap.from() <= row && end <= gap.to())) {
      throw new IllegalArgumentException(
          "Rows %d to %d of %s were written before or lie outside its %d images"
              .formatted(row, end, split, header.images(split)));
    }
    NotFinite.refuse(codes, stored, "Codes of images %d to %d of %s".formatted(row, end, split));
    Path file = shard(split, row, end);
    var info = new TensorInfo(ROWS, stored, count, header.times().size(), header.codes());
    try (var arena = Arena.ofConfined();
        var shard = SafetensorsWriter.create(file, List.of(info), Map.of(HEADER_DIGEST, digest))) {
      shard.write(ROWS, stored == DataType.F32 ? codes : narrowed(codes, arena));
    }
    rows(split).put(row, end);
    return file;
  }

  /**
   * Puts the file under its name; the shards stay.
   *
   * @param trainLabels a row for each image, a column for each factor
   * @param testLabels likewise
   * @throws IllegalStateException if rows are missing
   * @throws IllegalArgumentException if a shard of another header lies among them
   */
  public void finish(int[][] trainLabels, int[][] testLabels) throws IOException {
    for (var split : TrajectorySplit.values()) {
      if (!missing(split).isEmpty()) {
        throw new IllegalStateException("%s misses %s".formatted(split, missing(split)));
      }
    }
    var metadata = new TreeMap<>(header.origin());
    metadata.put(Trajectories.FACTORS, Trajectories.JSON.writeValueAsString(header.factors()));
    try (var arena = Arena.ofConfined();
        var file = SafetensorsWriter.create(target, tensors(), metadata)) {
      file.write(
          Trajectories.TIMES,
          arena.allocateFrom(
              ValueLayout.JAVA_DOUBLE,
              header.times().stream().mapToDouble(Double::doubleValue).toArray()));
      file.write(TrajectorySplit.TRAIN.labels(), labels(TrajectorySplit.TRAIN, trainLabels, arena));
      file.write(TrajectorySplit.TEST.labels(), labels(TrajectorySplit.TEST, testLabels, arena));
      for (var split : TrajectorySplit.values()) {
        for (var rows : rows(split).entrySet()) {
          Path path = shard(split, rows.getKey(), rows.getValue());
          try (var shard = SafetensorsFile.open(path)) {
            requireOwn(shard, path);
            long begin = rows.getKey() * (header.rowBytes() / Float.BYTES * stored.bytes());
            file.write(split.codes(), begin, shard.data(ROWS));
          }
        }
      }
    }
  }

  private static MemorySegment narrowed(MemorySegment floats, Arena arena) {
    var halves = arena.allocate(floats.byteSize() / Float.BYTES * Short.BYTES, Long.BYTES);
    Halves.narrow(floats, halves);
    return halves;
  }

  private List<TensorInfo> tensors() {
    var infos = new ArrayList<TensorInfo>();
    infos.add(new TensorInfo(Trajectories.TIMES, DataType.F64, header.times().size()));
    for (var split : TrajectorySplit.values()) {
      infos.add(
          new TensorInfo(
              split.codes(), stored, header.images(split), header.times().size(), header.codes()));
      infos.add(
          new TensorInfo(
              split.labels(), DataType.I32, header.images(split), header.factors().size()));
    }
    return infos;
  }

  private MemorySegment labels(TrajectorySplit split, int[][] labels, Arena arena) {
    int factors = header.factors().size();
    if (labels.length != header.images(split)) {
      throw new IllegalArgumentException(
          "%s has %d images, got labels of %d"
              .formatted(split, header.images(split), labels.length));
    }
    var flat = arena.allocate((long) labels.length * factors * Integer.BYTES, Integer.BYTES);
    for (int i = 0; i < labels.length; i++) {
      if (labels[i].length != factors) {
        throw new IllegalArgumentException(
            "Image %d of %s has %d labels, expected %d"
                .formatted(i, split, labels[i].length, factors));
      }
      MemorySegment.copy(
          labels[i], 0, flat, ValueLayout.JAVA_INT, (long) i * factors * Integer.BYTES, factors);
    }
    return flat;
  }

  /** The file of a shard, written or not. */
  public Path shard(TrajectorySplit split, int from, int to) {
    return folder.resolve(
        "%s-%d-%d.safetensors".formatted(split.name().toLowerCase(Locale.ROOT), from, to));
  }

  private NavigableMap<Integer, Integer> rows(TrajectorySplit split) {
    return Objects.requireNonNull(shards.get(split));
  }

  private static String digest(TrajectoriesHeader header) {
    try {
      var text = Trajectories.JSON.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
