package org.p2f.representation.web;

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

  @DeleteMapping("/v1/trajectories/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      operationId = "deleteTrajectories",
      summary = "Deletes a data set's trajectories",
      tags = "trajectories")
  void trajectories(
      @PathVariable String id,
      @DeleteThing.Cascade @RequestParam(defaultValue = "false") boolean cascade) {
    deleteThing.delete(Deletable.TRAJECTORIES, id, cascade, "unknown-trajectories", "trajectories");
  }
}
