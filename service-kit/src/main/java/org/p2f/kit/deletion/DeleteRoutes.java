package org.p2f.kit.deletion;

import io.swagger.v3.oas.annotations.Operation;
import org.p2f.catalog.deletion.Deletable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Deletes what every service has. Each is documented with its kind alone: generators make a client
 * of each tag, and clash where an operation has two.
 */
@RestController
final class DeleteRoutes {
  private final DeleteThing deleteThing;

  DeleteRoutes(DeleteThing deleteThing) {
    this.deleteThing = deleteThing;
  }

  @DeleteMapping("/v1/artifacts/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      operationId = "deleteArtifact",
      summary = "Deletes an artifact of any kind",
      tags = "artifacts")
  void artifact(
      @PathVariable String id,
      @DeleteThing.Cascade @RequestParam(defaultValue = "false") boolean cascade) {
    deleteThing.delete(Deletable.ARTIFACT, id, cascade, "unknown-artifact", "artifact");
  }

  @DeleteMapping("/v1/jobs/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      operationId = "deleteJob",
      summary = "Deletes a job that has ended; results with routes of their own stay",
      tags = "jobs")
  void job(
      @PathVariable String id,
      @DeleteThing.Cascade @RequestParam(defaultValue = "false") boolean cascade) {
    deleteThing.delete(Deletable.JOB, id, cascade, "unknown-job", "job");
  }
}
