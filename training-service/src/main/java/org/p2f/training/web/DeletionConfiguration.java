package org.p2f.training.web;

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
            Deletable.UPLOAD,
            "uploads",
            "deleteUpload",
            "upload",
            "Deletes an upload; data sets made from it stay"),
        new DeletionRoutes.Route(
            Deletable.DATASET, "datasets", "deleteDataset", "dataset", "Deletes a data set"),
        new DeletionRoutes.Route(
            Deletable.MODEL,
            "models",
            "deleteModel",
            "model",
            "Deletes a model, by its id; the run that made it stays"),
        new DeletionRoutes.Route(
            Deletable.TRAINING_RUN,
            "training-runs",
            "deleteTrainingRun",
            "training run",
            "Deletes a run that has ended, with its course and checkpoints; its model stays"),
        new DeletionRoutes.Route(
            Deletable.TRAINING_SWEEP,
            "training-sweeps",
            "deleteTrainingSweep",
            "training sweep",
            "Deletes a sweep without runs, or with its runs that have ended; models stay"),
        new DeletionRoutes.Route(
            Deletable.SAMPLING_RUN,
            "sampling-runs",
            "deleteSamplingRun",
            "sampling run",
            "Deletes a sampling run that has ended, with its samples"),
        new DeletionRoutes.Route(
            Deletable.LIKELIHOODS,
            "likelihoods",
            "deleteLikelihoods",
            "likelihood",
            "Deletes a computation that has ended, with its result"),
        new DeletionRoutes.Route(
            Deletable.SAMPLE_EVALUATION,
            "sample-evaluations",
            "deleteSampleEvaluation",
            "sample evaluation",
            "Deletes an evaluation of samples that has ended, with its result"),
        new DeletionRoutes.Route(
            Deletable.SEMI_SUPERVISED_RUN,
            "semi-supervised-runs",
            "deleteSemiSupervisedRun",
            "semi-supervised run",
            "Deletes a semi-supervised run that has ended, with its classifier"));
  }
}
