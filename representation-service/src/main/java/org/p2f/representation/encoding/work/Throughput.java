package org.p2f.representation.encoding.work;

import java.time.Duration;

/** How fast rows have been computed lately. */
final class Throughput {
  /** Weight of the newest batch: the last ten or so count. */
  private static final double NEWEST = .1;

  private static final double SHORTEST_SECONDS = 1;
  private static final double LONGEST_SECONDS = 60;

  private double rowsPerSecond;

  synchronized void add(int rows, Duration took) {
    double rate = rows / Math.max(1e-9, took.toNanos() * 1e-9);
    rowsPerSecond = rowsPerSecond == 0 ? rate : rowsPerSecond + NEWEST * (rate - rowsPerSecond);
  }

  /** When that many rows should be done; between a second and a minute. */
  synchronized Duration timeFor(int rows) {
    double expected = rowsPerSecond == 0 ? SHORTEST_SECONDS : rows / rowsPerSecond;
    return Duration.ofSeconds(
        (long) Math.ceil(Math.clamp(expected, SHORTEST_SECONDS, LONGEST_SECONDS)));
  }
}
