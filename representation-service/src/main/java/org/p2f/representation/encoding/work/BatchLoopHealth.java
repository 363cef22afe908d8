package org.p2f.representation.encoding.work;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Up as long as rows are computed, or a hanging engine can still be replaced. */
@Component("batchLoopHealthIndicator")
class BatchLoopHealth implements HealthIndicator {
  private final BatchLoop loop;

  BatchLoopHealth(BatchLoop loop) {
    this.loop = loop;
  }

  @Override
  public Health health() {
    return (loop.isAlive() ? Health.up() : Health.down()).build();
  }
}
