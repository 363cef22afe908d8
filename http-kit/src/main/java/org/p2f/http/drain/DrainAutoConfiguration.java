package org.p2f.http.drain;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Notice before the end. */
@AutoConfiguration
@EnableConfigurationProperties(DrainProperties.class)
public class DrainAutoConfiguration {

  @Bean
  Notice notice(DrainProperties properties) {
    return new Notice(properties.notice());
  }
}
