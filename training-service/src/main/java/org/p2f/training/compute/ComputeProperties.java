package org.p2f.training.compute;

import org.jspecify.annotations.Nullable;
import org.p2f.numerics.program.Engine;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param device where networks run; {@code gpu} without one stops the start
 * @param threads within one operation; results depend on it, so set it where runs are to be
 *     compared between machines; null for one per core
 */
@ConfigurationProperties("p2f.compute")
record ComputeProperties(@DefaultValue("cpu") Engine.Target device, @Nullable Integer threads) {
  ComputeProperties {
    if (threads != null && threads < 1) {
      throw new IllegalArgumentException("p2f.compute.threads must be at least 1, is " + threads);
    }
  }

  int threadCount() {
    return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
  }
}
