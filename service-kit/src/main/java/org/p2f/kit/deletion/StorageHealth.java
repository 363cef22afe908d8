package org.p2f.kit.deletion;

import org.p2f.catalog.storage.Storage;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Tells how much room there is. A full disk makes jobs wait; requests are answered all the same.
 */
final class StorageHealth implements HealthIndicator {
  private final Storage storage;

  StorageHealth(Storage storage) {
    this.storage = storage;
  }

  @Override
  public Health health() {
    return Health.up()
        .withDetail("freeBytes", storage.free())
        .withDetail("minFreeBytes", storage.minFree())
        .withDetail("jobsWait", storage.isLow())
        .build();
  }
}
