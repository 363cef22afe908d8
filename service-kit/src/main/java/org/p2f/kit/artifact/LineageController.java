package org.p2f.kit.artifact;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.p2f.catalog.artifact.Artifacts;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** From pixel to figure, and back. */
@RestController
@Tag(name = "artifacts")
final class LineageController {
  private final Artifacts artifacts;
  private final Lineage lineage;

  LineageController(Artifacts artifacts) {
    this.artifacts = artifacts;
    this.lineage = new Lineage(artifacts);
  }

  @GetMapping("/v1/lineage/{id}")
  @Operation(
      operationId = "getLineage",
      summary = "What an artifact was made from and what was made from it")
  LineageView get(@PathVariable String id) {
    return lineage.of(artifacts.find(id).orElseThrow(() -> ArtifactsController.unknown(id)));
  }
}
