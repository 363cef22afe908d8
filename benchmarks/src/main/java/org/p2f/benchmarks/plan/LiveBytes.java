package org.p2f.benchmarks.plan;

import java.lang.ref.Reference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** What objects of this process keep of its heap. */
final class LiveBytes {
  private static final int COLLECTIONS = 3;
  private static final long PAUSE = 50_000_000;

  private LiveBytes() {}

  /** Bytes that stay while what is made is held. */
  static long of(Supplier<?> made) {
    long before = used();
    Object held = made.get();
    long after = used();
    Reference.reachabilityFence(held);
    return after - before;
  }

  /** What waits for a cleaner goes with the collection after it. */
  private static long used() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      LockSupport.parkNanos(PAUSE);
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
