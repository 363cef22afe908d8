package org.p2f.catalog.artifact;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.p2f.catalog.PeriodicTask;
import org.p2f.catalog.storage.ObjectStore;
import org.p2f.catalog.storage.StoreProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.DependsOn;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Artifacts and lineage. */
@AutoConfiguration(
    afterName = {
      "org.p2f.catalog.storage.StorageAutoConfiguration",
      "org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration",
      "org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration"
    })
@EnableConfigurationProperties(GarbageProperties.class)
class ArtifactsAutoConfiguration {
  /**
   * A look is at most this part of its interval late. The time of the last one stands in the
   * database, so restarts neither bring a look forward nor put it off.
   */
  private static final int LOOKS_PER_INTERVAL = 24;

  /** Checked before anything that could write to the store is made. */
  @Bean
  StoreIdentity storeIdentity(
      JdbcClient sql,
      ObjectStore store,
      StoreProperties properties,
      PlatformTransactionManager transactions,
      Clock clock) {
    var identity = new StoreIdentity(sql, store, new TransactionTemplate(transactions), clock);
    identity.check(properties.adopt());
    return identity;
  }

  @Bean
  @DependsOn("storeIdentity")
  ArtifactRecords artifactRecords(
      EntityManager entities, ArtifactRows rows, ObjectStore store, Clock clock) {
    String version = ArtifactsAutoConfiguration.class.getPackage().getImplementationVersion();
    return new ArtifactRecords(
        entities, rows, store, clock, Objects.requireNonNullElse(version, "development"));
  }

  @Bean
  GarbageCollector garbageCollector(
      JdbcClient sql,
      ArtifactRows rows,
      ObjectStore store,
      GarbageProperties properties,
      PlatformTransactionManager transactions,
      Clock clock,
      ObjectProvider<MeterRegistry> meters) {
    return new GarbageCollector(
        new GarbageMarks(sql, rows),
        store,
        new TransactionTemplate(transactions),
        properties,
        clock,
        meters.getIfAvailable(CompositeMeterRegistry::new));
  }

  @Bean
  PeriodicTask garbageSchedule(GarbageCollector collector, GarbageProperties properties) {
    Duration pause = properties.interval().dividedBy(LOOKS_PER_INTERVAL);
    return new PeriodicTask("garbage", pause, collector::collectIfDue);
  }

  @Bean
  RecordedArtifacts artifacts(
      EntityManager entities,
      ArtifactRows rows,
      ArtifactRecords records,
      ObjectStore store,
      PlatformTransactionManager transactions) {
    return new RecordedArtifacts(
        entities, rows, records, store, new TransactionTemplate(transactions));
  }

  @Bean
  RecordedAliases artifactAliases(
      ArtifactAliasRows rows,
      Artifacts artifacts,
      PlatformTransactionManager transactions,
      Clock clock) {
    return new RecordedAliases(rows, artifacts, new TransactionTemplate(transactions), clock);
  }
}
