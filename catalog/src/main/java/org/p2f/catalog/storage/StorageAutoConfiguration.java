package org.p2f.catalog.storage;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.p2f.catalog.PeriodicTask;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The object store: in the file system, or a bucket of S3. */
@AutoConfiguration(afterName = "org.p2f.catalog.CatalogAutoConfiguration")
@EnableConfigurationProperties(StoreProperties.class)
class StorageAutoConfiguration {
  private static final String KIND = "p2f.store.kind";

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(name = KIND, havingValue = "file", matchIfMissing = true)
  static class InFiles {

    @Bean
    FileSystemObjectStore objectStore(StoreProperties properties, Clock clock) {
      return FileSystemObjectStore.open(properties.root(), clock);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(name = KIND, havingValue = "s3")
  static class InBucket {
    private static final Duration TIDY = Duration.ofHours(1);

    @Bean
    S3ObjectStore objectStore(
        StoreProperties properties, Clock clock, ObjectProvider<MeterRegistry> registry) {
      MeterRegistry meters = registry.getIfAvailable(CompositeMeterRegistry::new);
      return S3ObjectStore.open(properties.s3(), clock, meters);
    }

    @Bean
    PeriodicTask storeUpkeep(S3ObjectStore store) {
      return new PeriodicTask("store-upkeep", TIDY, store::tidy);
    }
  }
}
