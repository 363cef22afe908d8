package org.p2f.training.model.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.p2f.catalog.artifact.Artifact;
import org.p2f.catalog.artifact.Artifacts;
import org.p2f.kit.problem.Refused;
import org.p2f.spec.network.Weights;
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
  /** As a model hub names licences. */
  private static final Pattern LICENSE = Pattern.compile("[a-z0-9][a-z0-9.+-]{0,63}");

  private final Models models;
  private final Artifacts artifacts;
  private final List<ModelExports> exports;

  ModelExportsController(Models models, Artifacts artifacts, List<ModelExports> exports) {
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
              + " float16, which with the model's model.json make a folder of reference models."
              + " huggingface: a zip of a folder to be pushed to a model hub as it is: the encoder"
              + " in float32 as model.safetensors, config.json, and a card, README.md, with the"
              + " lines of PyTorch that compute E(x, t), the accuracy of probes over t and the"
              + " provenance.")
  @ApiResponse(
      responseCode = "200",
      description = "The file",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
              schema = @Schema(type = "string", format = "binary")))
  void export(
      @PathVariable String id,
      @PathVariable ModelExports.Format format,
      @RequestParam(defaultValue = "raw") Weights weights,
      @Parameter(
              description =
                  "The licence under which the folder is to be published, by the Hub's name for it,"
                      + " such as mit or cc-by-4.0; for huggingface alone. By default that of the"
                      + " reference model, and other where none is known.")
          @RequestParam(required = false)
          @Nullable String license,
      HttpServletResponse response)
      throws IOException {
    Artifact model = models.get(id);
    models.requireWeights(model, weights);
    requireLicense(license, format);
    Path file = Files.createTempFile("p2f-export", format.fileName());
    try {
      write(format, source(model, weights, license), file);
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

  private static void requireLicense(@Nullable String license, ModelExports.Format format) {
    if (license == null) {
      return;
    }
    if (format != ModelExports.Format.HUGGINGFACE) {
      throw Refused.field("license", "is for the format huggingface alone");
    }
    if (!LICENSE.matcher(license).matches()) {
      throw Refused.field(
          "license", "must be 1 to 64 of a-z, 0-9, '.', '+' and '-', such as apache-2.0 or other");
    }
  }

  private ModelExports.Source source(Artifact model, Weights weights, @Nullable String license) {
    return new ModelExports.Source(
        model.id(),
        weights,
        artifacts.open(model, weights.file()),
        artifacts.open(model, ModelNetworks.FILE),
        license);
  }

  private void write(ModelExports.Format format, ModelExports.Source source, Path file) {
    try {
      ModelExports.of(format, exports).write(format, source, file);
    } catch (ArithmeticException e) {
      throw Refused.field("format", String.valueOf(e.getMessage()));
    }
  }
}
