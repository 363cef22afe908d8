package org.p2f.training.web;

import io.swagger.v3.oas.annotations.Operation;
import org.p2f.catalog.deletion.Deletable;
import org.p2f.kit.deletion.DeleteThing;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Deletes what this service has routes for. */
@RestController
final class DeletionRoutes {
  private final DeleteThing deleteThing;

  DeletionRoutes(DeleteThing deleteThing) {
    this.deleteThing = deleteThing;
  }

  @DeleteMapping("/v1/uploads/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      operationId = "deleteUpload",
      summary = "Deletes an upload; data sets made from it stay",
      tags = "uploads")
  void upload(
      @PathVariable String id,
      @DeleteThing.Cascade @RequestParam(defaultValue = "false") boolean cascade) {
    deleteThing.delete(Deletable.UPLOAD, id, cascade, "unknown-upload", "upload");
  }

  @DeleteMapping("/v1/datasets/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(operationId = "deleteDataset", summary = "Deletes a data set", tags = "datasets")
  void dataset(
      @PathVariable String id,
      @DeleteThing.Cascade @RequestParam(defaultValue = "false") boolean cascade) {
    deleteThing.delete(Deletable.DATASET, id, cascade, "unknown-dataset", "data set");
  }

  @DeleteMapping("/v1/models/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      operationId = "deleteModel",
      summary = "Deletes a model, by its id; the run that made it stays",
      tags = "models")
  void model(
      @PathVariable String id,
      @DeleteThing.Cascade @RequestParam(defaultValue = "false") boolean cascade) {
    deleteThing.delete(Deletable.MODEL, id, cascade, "unknown-model", "model");
  }

  @DeleteMapping("/v1/training-runs/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      operationId = "deleteTrainingRun",
      summary = "Deletes a run that has ended, with its course and checkpoints; its model stays",
      tags = "training-runs")
  void trainingRun(
      @PathVariable String id,
      @DeleteThing.Cascade @RequestParam(defaultValue = "false") boolean cascade) {
    deleteThing.delete(Deletable.TRAINING_RUN, id, cascade, "unknown-training-run", "training run");
  }

  @DeleteMapping("/v1/training-sweeps/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      operationId = "deleteTrainingSweep",
      summary = "Deletes a sweep without runs, or with its runs that have ended; models stay",
      tags = "training-sweeps")
  void trainingSweep(
      @PathVariable String id,
      @DeleteThing.Cascade @RequestParam(defaultValue = "false") boolean cascade) {
    deleteThing.delete(
        Deletable.TRAINING_SWEEP, id, cascade, "unknown-training-sweep", "training sweep");
  }

  @DeleteMapping("/v1/sampling-runs/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      operationId = "deleteSamplingRun",
      summary = "Deletes a sampling run that has ended, with its samples",
      tags = "sampling-runs")
  void samplingRun(
      @PathVariable String id,
      @DeleteThing.Cascade @RequestParam(defaultValue = "false") boolean cascade) {
    deleteThing.delete(Deletable.SAMPLING_RUN, id, cascade, "unknown-sampling-run", "sampling run");
  }

  @DeleteMapping("/v1/likelihoods/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      operationId = "deleteLikelihoods",
      summary = "Deletes a computation that has ended, with its result",
      tags = "likelihoods")
  void likelihoods(
      @PathVariable String id,
      @DeleteThing.Cascade @RequestParam(defaultValue = "false") boolean cascade) {
    deleteThing.delete(Deletable.LIKELIHOODS, id, cascade, "unknown-likelihood", "likelihoods");
  }

  @DeleteMapping("/v1/sample-evaluations/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      operationId = "deleteSampleEvaluation",
      summary = "Deletes an evaluation of samples that has ended, with its result",
      tags = "sample-evaluations")
  void sampleEvaluation(
      @PathVariable String id,
      @DeleteThing.Cascade @RequestParam(defaultValue = "false") boolean cascade) {
    deleteThing.delete(
        Deletable.SAMPLE_EVALUATION,
        id,
        cascade,
        "unknown-sample-evaluation",
        "evaluation of samples");
  }
}
