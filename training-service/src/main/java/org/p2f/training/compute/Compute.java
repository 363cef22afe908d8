package org.p2f.training.compute;

import org.p2f.http.InvalidConfiguration;
import org.p2f.numerics.program.Engine;
import org.springframework.stereotype.Component;

/** This process's engine. A GPU that is expected is looked for at the start, a CPU when needed. */
@Component
class Compute {
  private final ComputeProperties properties;

  Compute(ComputeProperties properties) {
    this.properties = properties;
    if (properties.device() == Engine.Target.GPU) {
      try {
        var _ = engine();
      } catch (IllegalStateException e) {
        throw new InvalidConfiguration(
            String.valueOf(e.getMessage()), "Set p2f.compute.device to fit.");
      }
    }
  }

  Engine engine() {
    return Engine.start(properties.device(), properties.threadCount());
  }

  Engine.Target device() {
    return properties.device();
  }
}
