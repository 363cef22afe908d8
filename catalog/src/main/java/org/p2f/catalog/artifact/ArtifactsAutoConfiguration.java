package org.p2f.catalog.artifact;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.Objects;
import org.p2f.catalog.storage.ObjectStore;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Artifacts and lineage. */
@AutoConfiguration(
    afterName = {
      "org.p2f.catalog.storage.StorageAutoConfiguration",
      "org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration"
    })
class ArtifactsAutoConfiguration {

  @Bean
  ArtifactRecords artifactRecords(
      EntityManager entities, ArtifactRows rows, ObjectStore store, Clock clock) {
    String version = ArtifactsAutoConfiguration.class.getPackage().getImplementationVersion();
    return new ArtifactRecords(
        entities, rows, store, clock, Objects.requireNonNullElse(version, "development"));
  }

  @Bean
  OrphanSweep orphanSweep(
      ArtifactRows rows, ObjectStore store, PlatformTransactionManager transactions) {
    return new OrphanSweep(rows, store, new TransactionTemplate(transactions));
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
