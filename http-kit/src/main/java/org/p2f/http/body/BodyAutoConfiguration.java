package org.p2f.http.body;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Bodies that do not come whole are told apart from defects. */
@AutoConfiguration
public class BodyAutoConfiguration {

  @Bean
  BodyFaultFilter bodyFaultFilter() {
    return new BodyFaultFilter();
  }
}
