package org.p2f.compute;

import org.p2f.http.InvalidConfiguration;
import org.p2f.numerics.program.Engine;

/**
 * This process's engine. A GPU that is expected is looked for at the start; a CPU's engine, which
 * takes seconds, is started when it is first needed.
 */
public final class Compute {
  private final ComputeProperties properties;

  /** Decided once: cores may be taken from the process later. */
  private final int threads;

  Compute(ComputeProperties properties) {
    this.properties = properties;
    this.threads = properties.threadsOrCores();
    if (properties.device() == Engine.Target.GPU) {
      var _ = engine();
    }
  }

  /**
   * @throws InvalidConfiguration if there is none for the configured device and threads
   */
  public Engine engine() {
    try {
      return Engine.start(properties.device(), threads);
    } catch (IllegalStateException e) {
      throw new InvalidConfiguration(
          String.valueOf(e.getMessage()), "Set p2f.compute.device and p2f.compute.threads to fit.");
    }
  }

  public Engine.Target device() {
    return properties.device();
  }
}
