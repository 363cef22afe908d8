package org.p2f.kit.artifact;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.kit.paging.PageQuery;
import org.p2f.kit.paging.PageView;
import org.p2f.kit.problem.Refused;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The recorded artifacts. */
@RestController
@RequestMapping("/v1/artifacts")
@Tag(name = "artifacts", description = "Immutable results and where they come from")
final class ArtifactsController {
  private final Artifacts artifacts;
  private final FileDownload download;

  ArtifactsController(Artifacts artifacts, FileDownload download) {
    this.artifacts = artifacts;
    this.download = download;
  }

  @GetMapping
  @Operation(operationId = "listArtifacts", summary = "Artifacts, newest first")
  PageView<ArtifactView> list(
      @Parameter(description = "Only of this kind") @RequestParam @Nullable ArtifactKind kind,
      PageQuery page) {
    return PageView.of(artifacts.list(kind, page.cursor(), page.limit()), ArtifactView::of);
  }

  @GetMapping("/{id}")
  @Operation(operationId = "getArtifact", summary = "One artifact")
  ArtifactView get(@PathVariable String id) {
    return ArtifactView.of(find(id));
  }

  @GetMapping("/{id}/files/{name}")
  @Operation(operationId = "downloadArtifactFile", summary = "The content of one file")
  @FileDownload.Documented
  void file(
      @PathVariable String id,
      @PathVariable String name,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    download.send(find(id), name, request, response);
  }

  private Artifact find(String id) {
    return artifacts.find(id).orElseThrow(() -> unknown(id));
  }

  static Refused unknown(String id) {
    return Refused.unknown("artifact", id);
  }
}
