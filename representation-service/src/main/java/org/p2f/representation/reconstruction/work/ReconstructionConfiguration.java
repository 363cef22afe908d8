package org.p2f.representation.reconstruction.work;

import java.time.Duration;
import org.p2f.catalog.PeriodicTask;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ReconstructionConfiguration {
  private static final Duration LOOK = Duration.ofMinutes(1);

  @Bean
  PeriodicTask idleReconstructors(QueuedReconstructions reconstructions) {
    return new PeriodicTask("idle-reconstructors", LOOK, reconstructions::closeIdle);
  }
}
