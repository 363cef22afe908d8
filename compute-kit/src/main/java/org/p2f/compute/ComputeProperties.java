package org.p2f.compute;

import org.p2f.numerics.program.Engine;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param device where networks run; {@code gpu} where there is none stops the start
 * @param threads within one operation; 0 takes as many as the machine has cores. Results depend on
 *     it, so set it where runs are to be compared between machines; lower it where several services
 *     share a machine
 */
@ConfigurationProperties("p2f.compute")
record ComputeProperties(
    @DefaultValue("cpu") Engine.Target device, @DefaultValue("0") int threads) {
  ComputeProperties {
    if (threads < 0) {
      throw new IllegalArgumentException("p2f.compute.threads must not be negative, is " + threads);
    }
  }

  int threadsOrCores() {
    return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }
}
