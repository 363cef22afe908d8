package org.p2f.training.model.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.kit.artifact.FileDownload;
import org.p2f.kit.paging.PageQuery;
import org.p2f.kit.paging.PageView;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Trained and untrained models. */
@RestController
@RequestMapping("/v1/models")
@Tag(name = "models", description = "Trained and untrained models")
final class ModelsController {
  private final Models models;
  private final FileDownload download;

  ModelsController(Models models, FileDownload download) {
    this.models = models;
    this.download = download;
  }

  @GetMapping
  @Operation(operationId = "listModels", summary = "Models, newest first")
  PageView<ModelView> list(PageQuery page) {
    return models.list(page);
  }

  @GetMapping("/{id}")
  @Operation(operationId = "getModel", summary = "One model, by id or alias")
  ModelView get(@PathVariable String id) {
    return models.view(models.get(id));
  }

  @PutMapping("/{id}/aliases/{alias}")
  @Operation(
      operationId = "setModelAlias",
      summary = "Gives a model a name",
      description = "A name stands for one model: it is taken from another one that has it.")
  ModelView name(@PathVariable String id, @PathVariable String alias) {
    Artifact model = models.get(id);
    models.name(model, alias);
    return models.view(model);
  }

  @DeleteMapping("/{id}/aliases/{alias}")
  @Operation(operationId = "removeModelAlias", summary = "Takes a name from a model")
  ModelView unname(@PathVariable String id, @PathVariable String alias) {
    Artifact model = models.get(id);
    models.unname(model, alias);
    return models.view(model);
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
    download.send(models.get(id), name, request, response);
  }
}
