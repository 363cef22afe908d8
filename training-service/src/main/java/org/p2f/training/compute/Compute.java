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
    if (properties.device() == ComputeDevice.GPU) {
      try {
        var _ = engine();
      } catch (IllegalStateException e) {
        throw new InvalidConfiguration(
            String.valueOf(e.getMessage()), "Set p2f.compute.device to fit.");
      }
    }
  }

  Engine engine() {
    var target =
        switch (properties.device()) {
          case CPU -> Engine.Target.CPU;
          case GPU -> Engine.Target.GPU;
        };
    return Engine.start(target, properties.threadCount());
  }

  ComputeDevice device() {
    return properties.device();
  }
}
