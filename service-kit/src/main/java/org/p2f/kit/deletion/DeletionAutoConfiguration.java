package org.p2f.kit.deletion;

import org.p2f.catalog.deletion.Deletions;
import org.p2f.catalog.deletion.UsageQuery;
import org.p2f.catalog.storage.ObjectStore;
import org.p2f.catalog.storage.Storage;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/** Deletions over HTTP. */
@AutoConfiguration(afterName = "org.p2f.catalog.deletion.DeletionAutoConfiguration")
@ConditionalOnBean(Deletions.class)
public class DeletionAutoConfiguration {

  @Bean
  DeleteThing deleteThing(Deletions deletions) {
    return new DeleteThing(deletions);
  }

  @Bean
  UsageController usageController(UsageQuery usage, Storage storage) {
    return new UsageController(usage, storage);
  }

  @Bean
  StorageHealth storageHealthIndicator(Storage storage, ObjectStore store) {
    return new StorageHealth(storage, store);
  }

  @Bean
  DeletionsController deletionsController(Deletions deletions) {
    return new DeletionsController(deletions);
  }

  @Bean
  DeleteRoutes deleteRoutes(DeleteThing deleteThing) {
    return new DeleteRoutes(deleteThing);
  }
}
