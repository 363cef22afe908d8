package org.p2f.representation.compute;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the batch loop and those who wait for it share. */
@Configuration(proxyBeanMethods = false)
class EncodingConfiguration {

  @Bean
  RowQueue rowQueue(EncodingProperties properties) {
    return new RowQueue(properties.queueRows(), properties.batchRows());
  }

  @Bean
  Throughput throughput() {
    return new Throughput();
  }
}
