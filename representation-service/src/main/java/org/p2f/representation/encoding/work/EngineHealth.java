package org.p2f.representation.encoding.work;

import org.p2f.numerics.program.Engine;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Up once the engine has computed something real, until rows are no longer taken. */
@Component("engineHealthIndicator")
class EngineHealth implements HealthIndicator {
  private final BatchLoop loop;
  private final Engine engine;

  EngineHealth(BatchLoop loop, Engine engine) {
    this.loop = loop;
    this.engine = engine;
  }

  @Override
  public Health health() {
    return (loop.isReady() ? Health.up() : Health.outOfService())
        .withDetail("engine", engine.description())
        .build();
  }
}
