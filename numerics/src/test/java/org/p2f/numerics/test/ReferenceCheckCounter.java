package org.p2f.numerics.test;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestWatcher;

/** Counts {@linkplain ReferenceCheck reference checks}; a skipped one says why by itself. */
final class ReferenceCheckCounter implements TestWatcher {

  @Override
  public void testSuccessful(ExtensionContext context) {
    tally(context).ran.incrementAndGet();
  }

  @Override
  public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
    tally(context).ran.incrementAndGet();
  }

  @Override
  public void testAborted(ExtensionContext context, @Nullable Throwable cause) {
    tally(context).skipped.incrementAndGet();
  }

  /** One for the whole test run, as the root's store lives that long. */
  private static Tally tally(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(ReferenceCheckCounter.class))
        .computeIfAbsent(Tally.class, _ -> new Tally(), Tally.class);
  }

  private static final class Tally implements AutoCloseable {
    private final AtomicInteger ran = new AtomicInteger();
    private final AtomicInteger skipped = new AtomicInteger();

    /** JUnit closes what its stores hold; {@code ./p2f test} repeats this line at its end. */
    @Override
    public void close() {
      System.out.printf("Reference checks: %d ran, %d skipped%n", ran.get(), skipped.get());
    }
  }
}
