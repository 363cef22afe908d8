package org.p2f.kit.deletion;

import java.io.UncheckedIOException;
import org.p2f.catalog.storage.ObjectStore;
import org.p2f.catalog.storage.Storage;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Tells whether the object store answers, and how much room there is. A full disk makes jobs wait;
 * requests are answered all the same.
 */
final class StorageHealth implements HealthIndicator {
  private final Storage storage;
  private final ObjectStore store;

  StorageHealth(Storage storage, ObjectStore store) {
    this.storage = storage;
    this.store = store;
  }

  @Override
  public Health health() {
    return state()
        .withDetail("freeBytes", storage.free())
        .withDetail("minFreeBytes", storage.minFree())
        .withDetail("jobsWait", storage.isLow())
        .build();
  }

  private Health.Builder state() {
    try {
      store.check();
      return Health.up();
    } catch (UncheckedIOException e) {
      return Health.down().withDetail("store", String.valueOf(e.getCause()));
    }
  }
}
