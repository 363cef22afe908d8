package org.p2f.training.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.ArtifactKind;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.kit.artifact.FileDownload;
import org.p2f.kit.paging.PageQuery;
import org.p2f.kit.paging.PageView;
import org.p2f.kit.problem.Refused;
import org.p2f.training.domain.ModelDescription;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Trained and untrained models. */
@RestController
@RequestMapping("/v1/models")
@Tag(name = "models", description = "Trained and untrained models")
final class ModelsController {
  private final Artifacts artifacts;
  private final FileDownload download;
  private final JsonMapper json;

  ModelsController(Artifacts artifacts, FileDownload download, JsonMapper json) {
    this.artifacts = artifacts;
    this.download = download;
    this.json = json;
  }

  @GetMapping
  @Operation(operationId = "listModels", summary = "Models, newest first")
  PageView<ModelView> list(PageQuery page) {
    return PageView.of(artifacts.list(ArtifactKind.MODEL, page.cursor(), page.limit()), this::view);
  }

  @GetMapping("/{id}")
  @Operation(operationId = "getModel", summary = "One model")
  ModelView get(@PathVariable String id) {
    return view(find(id));
  }

  @GetMapping("/{id}/files/{name}")
  @Operation(operationId = "downloadModelFile", summary = "The content of one file of a model")
  @FileDownload.Documented
  void file(
      @PathVariable String id,
      @PathVariable String name,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    download.send(find(id), name, request, response);
  }

  private ModelView view(Artifact artifact) {
    return ModelView.of(artifact, json.treeToValue(artifact.attributes(), ModelDescription.class));
  }

  private Artifact find(String id) {
    return artifacts
        .find(id, ArtifactKind.MODEL)
        .orElseThrow(() -> Refused.notFound("unknown-model", "No model '%s'".formatted(id)));
  }
}
