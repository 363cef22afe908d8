package org.p2f.representation.compute;

import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Up as long as the batch loop comes round. */
@Component("batchLoopHealthIndicator")
class BatchLoopHealth implements HealthIndicator {
  private final BatchLoop loop;
  private final Duration limit;

  BatchLoopHealth(BatchLoop loop, EncodingProperties properties) {
    this.loop = loop;
    this.limit = properties.stallLimit();
  }

  @Override
  public Health health() {
    Duration silence = loop.silence();
    return (loop.isRunning() && silence.compareTo(limit) < 0 ? Health.up() : Health.down())
        .withDetail("silence", silence)
        .build();
  }
}
