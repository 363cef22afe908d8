package org.p2f.benchmarks.plan;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.p2f.numerics.data.ImageDataset;
import org.p2f.numerics.trajectory.RowRange;
import org.p2f.numerics.trajectory.TrajectoriesWriter;
import org.p2f.spec.data.TrajectorySplit;

/**
 * What the processes of an extraction do beside computing, by shards and images: the look-ups of a
 * {@link TrajectoriesWriter}, the opening of a data set, lists in memory. These are the defaults of
 * {@link Input}.
 */
public final class ShardsBenchmark {
  private static final int[] SHARDS = {1_000, 10_000, 100_000};
  private static final int[] IMAGES = {100_000, 1_000_000, 10_000_000};
  private static final int LOOKS = 5;
  private static final int DIGESTED = 256 << 20;

  /** Images of a shard, as in the product. */
  static final int IMAGES_PER_SHARD = 128;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private ShardsBenchmark() {}

  /**
   * @param directory for 100,000 small files, which are removed
   */
  public static void run(Path directory) throws IOException {
    writers(directory, SHARDS[0]); // whose figures are those of a cold JVM
    for (int shards : SHARDS) {
      System.out.println(writers(directory, shards));
    }
    for (int images : IMAGES) {
      datasets(directory, images);
    }
    digest();
  }

  private static String writers(Path directory, int shards) throws IOException {
    Path own = Files.createTempDirectory(directory, "shards");
    ShardFolder folder = ShardFolder.make(own, shards);
    long begun = now();
    TrajectoriesWriter writer = folder.join();
    double joined = seconds(begun);
    double[] looks = new double[LOOKS];
    for (int i = 0; i < LOOKS; i++) {
      begun = now();
      writer.refresh();
      looks[i] = seconds(begun);
    }
    Arrays.sort(looks);
    begun = now();
    long walked = 0;
    for (int i = 0; i < LOOKS; i++) {
      walked += writer.missing(TrajectorySplit.TRAIN).size();
    }
    double walk = seconds(begun) / LOOKS;
    if (walked != 0) {
      throw new IllegalStateException("Shards are missing");
    }
    begun = now();
    folder.openAll();
    double opened = seconds(begun);
    long known = LiveBytes.of(() -> unchecked(folder::join));
    long names = LiveBytes.of(() -> unchecked(folder::names));
    begun = now();
    folder.finish(writer);
    double finished = seconds(begun);
    remove(own);
    return String.format(
        Locale.ROOT,
        "{\"bench\":\"shards\",\"part\":\"writer\",\"shards\":%d,\"joinSeconds\":%.3f,\"adoptMicros\":%.2f,"
            + "\"openMicros\":%.1f,"
            + "\"refreshSeconds\":%.4f,\"lookMicros\":%.2f,\"walkNanos\":%.1f,\"nameBytes\":%d,"
            + "\"knownBytes\":%d,\"finishMicros\":%.1f}",
        shards,
        joined,
        1e6 * joined / shards,
        1e6 * opened / shards,
        looks[LOOKS / 2],
        1e6 * looks[LOOKS / 2] / shards,
        1e9 * walk / shards,
        names / shards,
        known / shards,
        1e6 * finished / shards);
  }

  private static void datasets(Path directory, int images) throws IOException {
    Path file = BlankDataset.write(directory, images);
    long begun = now();
    try (var dataset = ImageDataset.open(file)) {
      double opened = seconds(begun);
      long allocated = THREADS.getCurrentThreadAllocatedBytes();
      begun = now();
      int[] rows = BlankDataset.rows(dataset);
      double found = seconds(begun);
      allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
      long labels = LiveBytes.of(() -> BlankDataset.labels(dataset, rows));
      long shards = LiveBytes.of(() -> shards(images));
      System.out.printf(
          Locale.ROOT,
          "{\"bench\":\"shards\",\"part\":\"data set\",\"images\":%d,\"openNanos\":%.1f,\"rowNanos\":%.1f,"
              + "\"rowAllocatedBytes\":%.1f,\"labelBytes\":%.1f,\"listedShardBytes\":%.1f}%n",
          images,
          1e9 * opened / images,
          1e9 * found / images,
          (double) allocated / images,
          (double) labels / images,
          (double) shards * IMAGES_PER_SHARD / images);
    }
    Files.delete(file);
  }

  /** As the product lists all shards of an extraction. */
  private record Listed(TrajectorySplit split, RowRange rows) {}

  private static List<Listed> shards(int images) {
    List<Listed> all = new ArrayList<>();
    for (int from = 0; from < images; from += IMAGES_PER_SHARD) {
      var rows = new RowRange(from, Math.min(from + IMAGES_PER_SHARD, images));
      all.add(new Listed(TrajectorySplit.TRAIN, rows));
    }
    return all;
  }

  private static void digest() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
      long begun = now();
      for (int done = 0; done < DIGESTED; done += buffer.capacity()) {
        digest.update(buffer.clear());
      }
      System.out.printf(
          Locale.ROOT,
          "{\"bench\":\"shards\",\"part\":\"SHA-256\",\"megabytesPerSecond\":%.0f,\"digest\":%d}%n",
          DIGESTED / 1e6 / seconds(begun),
          digest.digest().length);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  private static double seconds(long begun) {
    return (now() - begun) / 1e9;
  }

  /** Processor time, which does not depend on what else the machine does. */
  private static long now() {
    return THREADS.getCurrentThreadCpuTime();
  }

  private interface Making<T> {
    T make() throws IOException;
  }

  private static <T> T unchecked(Making<T> making) {
    try {
      return making.make();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
