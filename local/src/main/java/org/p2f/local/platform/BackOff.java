package org.p2f.local.platform;

import java.time.Duration;

/** How long to wait before the next start of a program that ended: twice as long each time. */
final class BackOff {

  private final Duration first;
  private final Duration longest;
  private final Duration steady;
  private Duration next;

  /**
   * @param first wait after a program that had run well
   * @param longest wait at all
   * @param steady a program that ran for so long had run well
   */
  BackOff(Duration first, Duration longest, Duration steady) {
    this.first = first;
    this.longest = longest;
    this.steady = steady;
    next = first;
  }

  /** From a second to a minute; a minute's run is a good one. */
  static BackOff usual() {
    return new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(1));
  }

  /**
   * @param ran how long the program ran before it ended
   */
  Duration after(Duration ran) {
    if (ran.compareTo(steady) >= 0) {
      next = first;
    }
    var wait = next;
    var doubled = next.multipliedBy(2);
    next = doubled.compareTo(longest) > 0 ? longest : doubled;
    return wait;
  }
}
