package org.p2f.catalog.upload;

import java.time.Clock;
import java.time.Duration;
import org.p2f.catalog.PeriodicTask;
import org.p2f.catalog.artifact.ArtifactRecords;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.catalog.storage.ObjectStore;
import org.p2f.catalog.storage.Storage;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Files that are sent in parts. */
@AutoConfiguration(
    afterName = {
      "org.p2f.catalog.artifact.ArtifactsAutoConfiguration",
      "org.p2f.catalog.storage.SpaceAutoConfiguration"
    })
@EnableConfigurationProperties(ResumableUploadProperties.class)
class UploadsAutoConfiguration {
  private static final Duration FORGETTING = Duration.ofMinutes(10);

  @Bean
  ResumableUploads resumableUploads(
      JdbcClient sql,
      Artifacts artifacts,
      ArtifactRecords records,
      ObjectStore store,
      Storage storage,
      PlatformTransactionManager transactions,
      Clock clock,
      ResumableUploadProperties properties) {
    return new ResumableUploads(
        new UploadRows(sql, properties.keep()),
        artifacts,
        records,
        store,
        storage,
        new TransactionTemplate(transactions),
        clock);
  }

  @Bean
  PeriodicTask uploadForgetting(ResumableUploads uploads, ResumableUploadProperties properties) {
    return new PeriodicTask(
        "uploads-forgetting", FORGETTING, () -> uploads.forget(properties.keep()));
  }
}
