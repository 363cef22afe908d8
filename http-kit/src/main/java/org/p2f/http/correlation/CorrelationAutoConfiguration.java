package org.p2f.http.correlation;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** An id for every request. */
@AutoConfiguration
public class CorrelationAutoConfiguration {

  @Bean
  CorrelationFilter correlationFilter() {
    return new CorrelationFilter();
  }
}
