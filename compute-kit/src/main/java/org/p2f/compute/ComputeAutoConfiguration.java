package org.p2f.compute;

import org.p2f.numerics.program.Engine;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/** The engine as a bean, for those that need it from the start, and {@link Compute} for others. */
@AutoConfiguration
@EnableConfigurationProperties(ComputeProperties.class)
public class ComputeAutoConfiguration {

  @Bean
  Compute compute(ComputeProperties properties) {
    return new Compute(properties);
  }

  @Bean
  @Lazy
  Engine engine(Compute compute) {
    return compute.engine();
  }
}
