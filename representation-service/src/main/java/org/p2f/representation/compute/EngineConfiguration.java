package org.p2f.representation.compute;

import org.p2f.http.InvalidConfiguration;
import org.p2f.numerics.program.Engine;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Starts the process's engine. */
@Configuration(proxyBeanMethods = false)
class EngineConfiguration {

  @Bean
  Engine engine(ComputeProperties properties) {
    try {
      return Engine.start(properties.device(), properties.threadsOrCores());
    } catch (IllegalStateException e) {
      throw new InvalidConfiguration(
          String.valueOf(e.getMessage()), "Set p2f.compute.device and p2f.compute.threads to fit.");
    }
  }
}
