package org.p2f.catalog.settings;

import java.time.Duration;

/**
 * Pauses between attempts, each twice as long as the one before.
 *
 * @param first pause, positive
 * @param longest pause, at least the first
 */
public record Backoff(Duration first, Duration longest) {
  // 2^30 times any pause is longer than any bound.
  private static final int MOST_DOUBLINGS = 30;

  /**
   * @param before number of pauses before this one, at least 0
   */
  public Duration pause(int before) {
    Duration doubled = first.multipliedBy(1L << Math.min(before, MOST_DOUBLINGS));
    return doubled.compareTo(longest) < 0 ? doubled : longest;
  }
}
