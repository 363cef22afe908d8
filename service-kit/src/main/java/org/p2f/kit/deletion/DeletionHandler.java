package org.p2f.kit.deletion;

import io.swagger.v3.oas.annotations.Parameter;
import org.p2f.catalog.access.Callers;
import org.p2f.catalog.deletion.Deletions;
import org.p2f.kit.problem.Refused;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.ResponseStatus;

/** Answers one route that deletes things, for the caller of the request. */
final class DeletionHandler {
  private final DeletionRoutes.Route route;
  private final Deletions deletions;

  DeletionHandler(DeletionRoutes.Route route, Deletions deletions) {
    this.route = route;
    this.deletions = deletions;
  }

  DeletionRoutes.Route route() {
    return route;
  }

  /**
   * Deletes one thing. Deleting again what is deleted changes nothing.
   *
   * @throws Refused if there is none (404)
   * @throws org.p2f.catalog.deletion.NotDeleted if something is in the way (409)
   */
  @ResponseBody
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(
      @PathVariable String id,
      @Parameter(
              description =
                  "Deletes what needs it too, in one step, unless a job runs on any of it")
          @RequestParam(defaultValue = "false")
          boolean cascade) {
    if (deletions.delete(route.kind(), id, cascade, Callers.current().subject()).isEmpty()) {
      throw Refused.unknown(route.word(), id);
    }
  }
}
