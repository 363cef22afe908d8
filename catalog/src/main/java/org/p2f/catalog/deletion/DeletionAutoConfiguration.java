package org.p2f.catalog.deletion;

import java.time.Clock;
import javax.sql.DataSource;
import org.p2f.catalog.PeriodicTask;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SQLErrorCodeSQLExceptionTranslator;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Deleting, and what is due after a while. */
@AutoConfiguration(afterName = "org.p2f.catalog.artifact.ArtifactsAutoConfiguration")
@EnableConfigurationProperties(RetentionProperties.class)
class DeletionAutoConfiguration {

  @Bean
  Deletions deletions(
      DataSource dataSource,
      RetentionProperties properties,
      PlatformTransactionManager transactions,
      Clock clock) {
    var template = new JdbcTemplate(dataSource);
    // The default knows Postgres' lock timeout as an uncategorized error only.
    template.setExceptionTranslator(new SQLErrorCodeSQLExceptionTranslator(dataSource));
    return new Deletions(
        JdbcClient.create(template),
        properties.restorable(),
        new TransactionTemplate(transactions),
        clock);
  }

  @Bean
  UsageQuery usageQuery(JdbcClient sql, PlatformTransactionManager transactions) {
    return new UsageQuery(sql, new TransactionTemplate(transactions));
  }

  @Bean
  Retention retention(
      JdbcClient sql,
      Deletions deletions,
      RetentionProperties properties,
      PlatformTransactionManager transactions,
      Clock clock) {
    return new Retention(sql, deletions, properties, new TransactionTemplate(transactions), clock);
  }

  @Bean
  PeriodicTask retentionSchedule(Retention retention, RetentionProperties properties) {
    return new PeriodicTask("retention", properties.interval(), retention::apply);
  }
}
