package org.p2f.training.model.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.kit.problem.Refused;
import org.p2f.spec.network.Weights;
import org.p2f.training.model.ExportFormat;
import org.p2f.training.model.ModelExports;
import org.p2f.training.model.ModelNetworks;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Models for others to run: made when asked for, from what is stored. */
@RestController
@Tag(name = "models")
final class ModelExportsController {
  private final Models models;
  private final Artifacts artifacts;
  private final ModelExports exports;

  ModelExportsController(Models models, Artifacts artifacts, ModelExports exports) {
    this.models = models;
    this.artifacts = artifacts;
    this.exports = exports;
  }

  @GetMapping(
      path = "/v1/models/{id}/exports/{format}",
      produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
  @Operation(
      operationId = "exportModel",
      summary = "A model that runs without P2F, weights inside",
      description =
          "torchscript: an archive for torch.jit.load with forward(pixels, t) → codes,"
              + " preprocess(pixels) and, unless the model holds its encoder alone, score(images,"
              + " t, code); onnx: forward alone. Pixels are float32 [B, C, H, W] in [0, 1], t is"
              + " float32 [B]. encoder: its weights alone as safetensors, trained values in"
              + " float16, which with the model's model.json make a folder of reference models.")
  @ApiResponse(
      responseCode = "200",
      description = "The file",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
              schema = @Schema(type = "string", format = "binary")))
  void export(
      @PathVariable String id,
      @PathVariable ExportFormat format,
      @RequestParam(defaultValue = "raw") Weights weights,
      HttpServletResponse response)
      throws IOException {
    Artifact model = models.get(id);
    models.requireWeights(model, weights);
    Path file = Files.createTempFile("p2f-export", format.fileName());
    try {
      write(model, format, weights, file);
      response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
      response.setContentLengthLong(Files.size(file));
      response.setHeader(
          HttpHeaders.CONTENT_DISPOSITION,
          ContentDisposition.attachment().filename(format.fileName()).build().toString());
      Files.copy(file, response.getOutputStream());
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private void write(Artifact model, ExportFormat format, Weights weights, Path file) {
    try {
      exports.write(
          format,
          weights,
          artifacts.open(model, weights.file()),
          artifacts.open(model, ModelNetworks.FILE),
          file);
    } catch (ArithmeticException e) {
      throw Refused.field("format", String.valueOf(e.getMessage()));
    }
  }
}
