package org.p2f.kit.deletion;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import org.p2f.catalog.deletion.Deletion;
import org.p2f.catalog.deletion.Deletions;
import org.p2f.kit.paging.PageQuery;
import org.p2f.kit.paging.PageView;
import org.p2f.kit.problem.Refused;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * What was deleted. A deletion may hold things of many kinds, which are restored together or not at
 * all; so it is a resource of its own instead of a route beside each kind.
 */
@RestController
@Tag(name = "deletions", description = "What was deleted and can be restored")
final class DeletionsController {
  private final Deletions deletions;

  DeletionsController(Deletions deletions) {
    this.deletions = deletions;
  }

  @GetMapping("/v1/deletions")
  @Operation(operationId = "listDeletions", summary = "What can be restored, newest first")
  PageView<DeletionView> list(PageQuery page) {
    return PageView.of(deletions.list(page.cursor(), page.limit()), DeletionView::of);
  }

  @GetMapping("/v1/deletions/{id}")
  @Operation(
      operationId = "getDeletion",
      summary = "One deletion, by its id or that of anything it holds")
  DeletionView get(@PathVariable String id) {
    return require(id, deletions.of(id));
  }

  @PostMapping("/v1/deletions/{id}/restore")
  @Operation(
      operationId = "restoreDeletion",
      summary =
          "Restores what was deleted together, by the deletion's id or that of anything in it")
  DeletionView restore(@PathVariable String id) {
    return require(id, deletions.restore(id));
  }

  @DeleteMapping("/v1/deletions/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      operationId = "eraseDeletion",
      summary = "Erases what was deleted together now; nobody can restore it afterwards")
  void erase(@PathVariable String id) {
    var _ = require(id, deletions.erase(id));
  }

  private static DeletionView require(String id, Optional<Deletion> deletion) {
    return deletion
        .map(DeletionView::of)
        .orElseThrow(
            () ->
                Refused.notFound(
                    "unknown-deletion", "Nothing of id '%s' is deleted".formatted(id)));
  }
}
