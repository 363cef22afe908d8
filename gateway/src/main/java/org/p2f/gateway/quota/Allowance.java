package org.p2f.gateway.quota;

import java.time.Duration;
import java.util.Optional;

/** What one subject has left of its quota: a bucket that fills at the quota's rate. */
public final class Allowance {
  private static final double NANOS = 1e9;

  private final Quota quota;
  private double left;
  private long filledNanos;
  private int open;

  /**
   * @param nowNanos as {@link System#nanoTime} counts
   */
  public Allowance(Quota quota, long nowNanos) {
    this.quota = quota;
    this.left = quota.burst();
    this.filledNanos = nowNanos;
  }

  /**
   * Takes a request in, to be {@link #leave left} when it is answered.
   *
   * @return when to come again, if it is not taken in
   */
  public synchronized Optional<Duration> enter(long nowNanos) {
    if (open >= quota.open()) {
      return Optional.of(Duration.ofSeconds(1));
    }
    if (quota.requestsPerSecond() > 0) {
      double filled = (nowNanos - filledNanos) / NANOS * quota.requestsPerSecond();
      left = Math.min(quota.burst(), left + filled);
      filledNanos = nowNanos;
      if (left < 1) {
        double seconds = (1 - left) / quota.requestsPerSecond();
        return Optional.of(Duration.ofSeconds((long) Math.ceil(seconds)));
      }
      left--;
    }
    open++;
    return Optional.empty();
  }

  public synchronized void leave() {
    open--;
  }
}
