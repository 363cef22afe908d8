package org.p2f.catalog.storage;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work of one thread, such as a job. The files that it has located in a store stay where
 * they are until it is closed.
 */
public final class InUse implements AutoCloseable {
  private static final ThreadLocal<@Nullable InUse> CURRENT = new ThreadLocal<>();

  private final Set<LocalCopies.Pin> pins = new HashSet<>();

  private InUse() {}

  /** Of the current thread from now on, which has none yet. */
  public static InUse begin() {
    var work = new InUse();
    CURRENT.set(work);
    return work;
  }

  static Optional<InUse> current() {
    return Optional.ofNullable(CURRENT.get());
  }

  /** Keeps a copy until this is closed. */
  void keep(LocalCopies.Pin pin) {
    if (pins.add(pin)) {
      pin.acquire();
    }
  }

  @Override
  public void close() {
    CURRENT.remove();
    pins.forEach(LocalCopies.Pin::release);
  }
}
