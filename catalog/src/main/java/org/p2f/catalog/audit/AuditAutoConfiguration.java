package org.p2f.catalog.audit;

import java.time.Clock;
import org.p2f.catalog.CatalogProperties;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The audit log. */
@AutoConfiguration(
    afterName = {
      "org.p2f.catalog.CatalogAutoConfiguration",
      "org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration"
    })
class AuditAutoConfiguration {

  @Bean
  AuditLog auditLog(JdbcClient sql, CatalogProperties catalog, Clock clock) {
    return new AuditLog(sql, catalog.service(), clock);
  }
}
