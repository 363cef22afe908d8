package org.p2f.numerics.trajectory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.p2f.numerics.tensor.DataType;

/**
 * Finds the images whose codes at one time are nearest to a given code, or farthest from it, by
 * looking at every one of them: exact, and flat in memory whatever the file's size. Equal distances
 * keep the order of the file.
 *
 * @param rows shape [images, times, codes], little-endian
 * @param stored of what type they are: F32 or F16
 * @param times number of times of a row
 * @param size d, number of values of a code
 */
public record NearestCodes(MemorySegment rows, DataType stored, int times, int size) {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Sums that a processor can keep in flight at once. */
  private static final int LANES = 8;

  public NearestCodes {
    if (times < 1 || size < 1 || rows.byteSize() % ((long) times * size * stored.bytes()) != 0) {
      throw new IllegalArgumentException(
          "%d bytes are no rows of %d codes of %d values".formatted(rows.byteSize(), times, size));
    }
  }

  /** How far codes are apart. */
  public enum Metric {
    EUCLIDEAN,
    /** 1 − cosine of the angle; 1 from or to a code of zeros. */
    COSINE
  }

  /** Which codes are wanted. */
  public enum Order {
    NEAREST,
    FARTHEST
  }

  /** An image and how far its code is. */
  public record Found(int row, double distance) {}

  /** Number of images. */
  public int images() {
    return (int) (rows.byteSize() / ((long) times * size * stored.bytes()));
  }

  /**
   * @param time which of the times
   * @param code float32 [d]
   * @param keep how many are wanted
   * @param among the rows to look at; null for all
   * @return at most that many, the wanted ones first
   */
  public List<Found> find(
      int time, float[] code, Metric metric, Order order, int keep, int @Nullable [] among) {
    if (time < 0 || time >= times || code.length != size || keep < 1) {
      throw new IllegalArgumentException(
          "Time %d of %d, a code of %d values instead of %d, %d to keep"
              .formatted(time, times, code.length, size, keep));
    }
    int[] looked = among == null ? IntStream.range(0, images()).toArray() : among;
    Comparator<Found> wantedFirst = Comparator.comparingDouble(Found::distance);
    if (order == Order.FARTHEST) {
      wantedFirst = wantedFirst.reversed();
    }
    wantedFirst = wantedFirst.thenComparingInt(Found::row);
    var best = new PriorityQueue<>(wantedFirst.reversed()); // its head is the first to go
    var candidate = new float[size];
    double norm = Math.sqrt(dot(code, code));
    for (int row : looked) {
      read(((long) row * times + time) * size, candidate);
      var found = new Found(row, distance(metric, code, norm, candidate));
      if (best.size() < keep) {
        best.add(found);
      } else if (wantedFirst.compare(found, best.element()) < 0) {
        best.remove();
        best.add(found);
      }
    }
    var all = best.toArray(Found[]::new);
    Arrays.sort(all, wantedFirst);
    return List.of(all);
  }

  private void read(long from, float[] code) {
    if (stored == DataType.F16) {
      Halves.widen(
          rows.asSlice(from * Short.BYTES, (long) size * Short.BYTES), MemorySegment.ofArray(code));
    } else {
      MemorySegment.copy(rows, FLOAT, from * Float.BYTES, code, 0, size);
    }
  }

  private static double distance(Metric metric, float[] code, double norm, float[] other) {
    return switch (metric) {
      case EUCLIDEAN -> Math.sqrt(squaredDistance(code, other));
      case COSINE -> {
        double norms = norm * Math.sqrt(dot(other, other));
        yield norms == 0 ? 1 : 1 - dot(code, other) / norms;
      }
    };
  }

  private static double squaredDistance(float[] a, float[] b) {
    var sums = new float[LANES];
    int whole = a.length - a.length % LANES;
    for (int i = 0; i < whole; i += LANES) {
      for (int lane = 0; lane < LANES; lane++) {
        float difference = a[i + lane] - b[i + lane];
        sums[lane] += difference * difference;
      }
    }
    double sum = 0;
    for (float lane : sums) {
      sum += lane;
    }
    for (int i = whole; i < a.length; i++) {
      double difference = (double) a[i] - b[i];
      sum += difference * difference;
    }
    return sum;
  }

  private static double dot(float[] a, float[] b) {
    var sums = new float[LANES];
    int whole = a.length - a.length % LANES;
    for (int i = 0; i < whole; i += LANES) {
      for (int lane = 0; lane < LANES; lane++) {
        sums[lane] += a[i + lane] * b[i + lane];
      }
    }
    double sum = 0;
    for (float lane : sums) {
      sum += lane;
    }
    for (int i = whole; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
