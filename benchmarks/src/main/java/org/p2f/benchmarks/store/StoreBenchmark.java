package org.p2f.benchmarks.store;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.p2f.catalog.storage.ObjectStore;

/**
 * The object store in a bucket beside the one in the file system: the same objects, turn and turn
 * about in one run, so that what else the machine does falls on both.
 */
public final class StoreBenchmark {
  private static final Map<Integer, Integer> OBJECTS = new LinkedHashMap<>();

  static {
    OBJECTS.put(64 << 10, 60);
    OBJECTS.put(4 << 20, 30);
    OBJECTS.put(64 << 20, 8); // sent in four parts
  }

  private static final int LISTS = 5;

  /** Operations that move an object's bytes. */
  private static final Set<String> WHOLE = Set.of("put", "first read", "read again", "SHA-256");

  private StoreBenchmark() {}

  /**
   * @param directory of the store in the file system, and of the bucket's local copies
   */
  public static void run(Path directory) throws IOException, InterruptedException {
    if (System.getenv("P2F_STORE_S3_BUCKET") == null) {
      System.out.println(
          "No bucket is named: set P2F_STORE_S3_BUCKET and so on, or benchmarks/s3.sh ./p2f bench store");
      return;
    }
    try (var files = OpenedStore.inFiles(directory.resolve("files"));
        var bucket = OpenedStore.inBucket(directory.resolve("copies"));
        var elsewhere = OpenedStore.inBucket(directory.resolve("copies-elsewhere"))) {
      var random = new Random(1);
      var stores =
          List.of(
              new Side("file system", files.store(), files.store()),
              new Side("bucket", bucket.store(), elsewhere.store()));
      measure(stores, 64 << 10, 20, random); // of a cold JVM
      for (var entry : OBJECTS.entrySet()) {
        List<Times> times = measure(stores, entry.getKey(), entry.getValue(), random);
        print(entry.getKey(), entry.getValue(), times.getFirst(), times.getLast());
      }
    }
  }

  /**
   * A store.
   *
   * @param reader the same as another process has it, without copies of what this one puts
   */
  private record Side(String name, ObjectStore store, ObjectStore reader) {}

  /** Returns the times of each side. */
  private static List<Times> measure(List<Side> sides, int bytes, int count, Random random)
      throws IOException, InterruptedException {
    List<Times> times = sides.stream().map(_ -> new Times()).toList();
    List<StoreLoad> loads = sides.stream().map(side -> new StoreLoad(side.store())).toList();
    for (int i = 0; i < count; i++) {
      long seed = random.nextLong();
      for (int side = 0; side < loads.size(); side++) {
        times.get(side).add("put", loads.get(side).put(bytes, new Random(seed)));
        times.get(side).add("SHA-256", digest(bytes));
      }
    }
    List<StoreLoad> readers =
        IntStream.range(0, sides.size())
            .mapToObj(side -> loads.get(side).by(sides.get(side).reader()))
            .toList();
    for (int i = 0; i < count; i++) {
      for (int side = 0; side < readers.size(); side++) {
        times.get(side).add("range", readers.get(side).range(i, bytes));
        times.get(side).add("first read", readers.get(side).read(i, bytes));
        times.get(side).add("read again", readers.get(side).read(i, bytes));
      }
    }
    for (int i = 0; i < LISTS; i++) {
      for (int side = 0; side < loads.size(); side++) {
        times.get(side).add("list", loads.get(side).list());
      }
    }
    for (int i = 0; i < count; i++) {
      for (int side = 0; side < loads.size(); side++) {
        times.get(side).add("discard", loads.get(side).discard(i));
        times.get(side).add("erase", loads.get(side).erase(i));
      }
    }
    return times;
  }

  private static void print(int bytes, int count, Times files, Times bucket) {
    for (String operation : files.operations()) {
      double here = files.median(operation);
      double there = bucket.median(operation);
      String rates =
          WHOLE.contains(operation)
              ? String.format(
                  Locale.ROOT,
                  ",\"fileMegabytesPerSecond\":%.1f,\"s3MegabytesPerSecond\":%.1f",
                  bytes / 1e6 / here,
                  bytes / 1e6 / there)
              : "";
      System.out.printf(
          Locale.ROOT,
          "{\"bench\":\"store\",\"operation\":\"%s\",\"bytes\":%d,\"objects\":%d,"
              + "\"fileMillis\":%.3f,\"s3Millis\":%.3f,\"ratio\":%.1f%s}%n",
          operation,
          bytes,
          count,
          1e3 * here,
          1e3 * there,
          there / here,
          rates);
    }
  }

  /** Seconds that hashing as many bytes takes. */
  private static double digest(int bytes) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      byte[] content = new byte[bytes];
      long begun = System.nanoTime();
      digest.update(content);
      digest.digest();
      return (System.nanoTime() - begun) / 1e9;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
