package org.p2f.representation.encoding.work;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How long batches of each size took, and which size is worth most. */
final class BatchSpeeds {
  /** What a larger batch may be slower and still be taken: it is fairer to many callers. */
  private static final double TIE = .03;

  /** Of smaller batches the calls cost too much to believe that one was faster. */
  private static final int FEWEST = 8;

  private final TreeMap<Integer, Duration> least = new TreeMap<>();

  void took(int rows, Duration time) {
    least.merge(rows, time, (one, other) -> one.compareTo(other) < 0 ? one : other);
  }

  /**
   * The largest size that is about as fast as the fastest.
   *
   * @throws IllegalStateException if nothing has been measured
   */
  int fastest() {
    if (least.isEmpty()) {
      throw new IllegalStateException("Nothing has been measured");
    }
    int fewest = Math.min(FEWEST, least.lastKey());
    Map<Integer, Duration> taken = least.tailMap(fewest);
    double best = taken.entrySet().stream().mapToDouble(BatchSpeeds::rate).max().orElseThrow();
    return taken.entrySet().stream()
        .filter(size -> rate(size) >= (1 - TIE) * best)
        .mapToInt(Map.Entry::getKey)
        .max()
        .orElseThrow();
  }

  private static double rate(Map.Entry<Integer, Duration> size) {
    return size.getKey() * 1e9 / Math.max(1, size.getValue().toNanos());
  }

  /** Rows a second for each size. */
  @Override
  public String toString() {
    return least.entrySet().stream()
        .map(size -> "%d: %.0f".formatted(size.getKey(), rate(size)))
        .collect(Collectors.joining(", "));
  }
}
