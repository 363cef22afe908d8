package org.p2f.catalog.test;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits, in tests, for what another thread or process does. */
public final class Waiting {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration STEP = Duration.ofMillis(20);

  private Waiting() {}

  public static <T> T until(String what, Supplier<T> source, Predicate<T> goal) {
    Instant end = Instant.now().plus(PATIENCE);
    T value = source.get();
    while (!goal.test(value)) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("Waited in vain: %s; last seen: %s".formatted(what, value));
      }
      LockSupport.parkNanos(STEP.toNanos());
      value = source.get();
    }
    return value;
  }
}
