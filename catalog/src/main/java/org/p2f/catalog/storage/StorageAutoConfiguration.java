package org.p2f.catalog.storage;

import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The object store in the file system. */
@AutoConfiguration(afterName = "org.p2f.catalog.CatalogAutoConfiguration")
@EnableConfigurationProperties(StoreProperties.class)
class StorageAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean(ObjectStore.class)
  FileSystemObjectStore objectStore(StoreProperties properties, Clock clock) {
    return FileSystemObjectStore.open(properties.root(), clock);
  }
}
