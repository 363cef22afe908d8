package org.p2f.catalog.job;

import java.time.Clock;
import org.p2f.catalog.CatalogProperties;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What monitoring is told of jobs. */
@AutoConfiguration(after = JobsAutoConfiguration.class)
class JobMetersAutoConfiguration {

  @Bean
  JobMeters jobMeters(
      HandlerRegistry handlers, CatalogProperties catalog, JdbcClient sql, Clock clock) {
    return new JobMeters(handlers, new JobCounts(catalog.service(), sql, clock));
  }
}
