package org.p2f.downstream.web;

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
            Deletable.EVALUATION,
            "evaluations",
            "deleteEvaluation",
            "evaluation",
            "Deletes a finished evaluation"),
        new DeletionRoutes.Route(
            Deletable.ANALYSIS,
            "analyses",
            "deleteAnalysis",
            "analysis",
            "Deletes a finished analysis"),
        new DeletionRoutes.Route(
            Deletable.STUDY,
            "studies",
            "deleteStudy",
            "study",
            "Deletes a study that has ended, with its report; what its steps made stays"));
  }
}
