package org.p2f.kit.deletion;

import java.util.List;
import org.p2f.catalog.deletion.Deletable;
import org.p2f.catalog.deletion.Deletions;
import org.p2f.catalog.deletion.UsageQuery;
import org.p2f.catalog.storage.ObjectStore;
import org.p2f.catalog.storage.Storage;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Deletions over HTTP. */
@AutoConfiguration(afterName = "org.p2f.catalog.deletion.DeletionAutoConfiguration")
@ConditionalOnBean(Deletions.class)
@ConditionalOnWebApplication // a process that only computes has no routes
public class DeletionAutoConfiguration {

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
  DeletionRoutes commonDeletionRoutes() {
    return DeletionRoutes.of(
        new DeletionRoutes.Route(
            Deletable.ARTIFACT,
            "artifacts",
            "deleteArtifact",
            "artifact",
            "Deletes an artifact of any kind"),
        new DeletionRoutes.Route(
            Deletable.JOB,
            "jobs",
            "deleteJob",
            "job",
            "Deletes a job that has ended; results with routes of their own stay"));
  }

  @Bean
  DeletionMappings deletionMappings(
      @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mappings,
      List<DeletionRoutes> declared,
      Deletions deletions) {
    return new DeletionMappings(mappings, declared, deletions);
  }
}
