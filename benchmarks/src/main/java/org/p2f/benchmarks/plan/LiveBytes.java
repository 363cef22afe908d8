package org.p2f.benchmarks.plan;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.lang.ref.Reference;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** What objects of this process keep of its heap. */
final class LiveBytes {
  /** The serial collector lets some garbage lie, but not at every fourth collection. */
  private static final int COLLECTIONS = 5;

  /** For cleaners, which let go of more. */
  private static final long PAUSE = 50_000_000;

  private LiveBytes() {}

  /** Bytes that stay while what is made is held. */
  static long of(Supplier<?> made) {
    long before = used();
    Object held = made.get();
    try {
      return used() - before;
    } finally {
      Reference.reachabilityFence(held);
    }
  }

  /** As the last of some collections has left the heap. */
  private static long used() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      LockSupport.parkNanos(PAUSE);
    }
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getCollectionUsage)
        .filter(Objects::nonNull)
        .mapToLong(MemoryUsage::getUsed)
        .sum();
  }
}
