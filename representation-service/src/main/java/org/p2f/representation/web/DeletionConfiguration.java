package org.p2f.representation.web;

import org.p2f.catalog.deletion.Deletable;
import org.p2f.kit.deletion.DeletionRoutes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What this service has routes for, and can delete. */
@Configuration(proxyBeanMethods = false)
class DeletionConfiguration {

  @Bean
  DeletionRoutes deletionRoutes() {
    return DeletionRoutes.of(
        new DeletionRoutes.Route(
            Deletable.TRAJECTORIES,
            "trajectories",
            "deleteTrajectories",
            "trajectories",
            "Deletes a data set's trajectories"));
  }
}
