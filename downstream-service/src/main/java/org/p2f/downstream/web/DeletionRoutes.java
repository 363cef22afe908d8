package org.p2f.downstream.web;

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

  @DeleteMapping("/v1/evaluations/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      operationId = "deleteEvaluation",
      summary = "Deletes a finished evaluation",
      tags = "evaluations")
  void evaluation(
      @PathVariable String id,
      @DeleteThing.Cascade @RequestParam(defaultValue = "false") boolean cascade) {
    deleteThing.delete(Deletable.EVALUATION, id, cascade, "unknown-evaluation", "evaluation");
  }

  @DeleteMapping("/v1/analyses/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      operationId = "deleteAnalysis",
      summary = "Deletes a finished analysis",
      tags = "analyses")
  void analysis(
      @PathVariable String id,
      @DeleteThing.Cascade @RequestParam(defaultValue = "false") boolean cascade) {
    deleteThing.delete(Deletable.ANALYSIS, id, cascade, "unknown-analysis", "analysis");
  }

  @DeleteMapping("/v1/studies/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      operationId = "deleteStudy",
      summary = "Deletes a study that has ended, with its report; what its steps made stays",
      tags = "studies")
  void study(
      @PathVariable String id,
      @DeleteThing.Cascade @RequestParam(defaultValue = "false") boolean cascade) {
    deleteThing.delete(Deletable.STUDY, id, cascade, "unknown-study", "study");
  }
}
