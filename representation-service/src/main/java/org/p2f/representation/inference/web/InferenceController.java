package org.p2f.representation.inference.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.representation.encoding.web.ArrayBody;
import org.p2f.representation.encoding.web.EncodeOrder;
import org.p2f.representation.encoding.web.EncodingOrder;
import org.p2f.representation.encoding.web.EncodingOrders;
import org.p2f.representation.inference.web.InferenceModels.Indexed;
import org.p2f.representation.inference.web.InferenceViews.IndexAsked;
import org.p2f.representation.inference.web.InferenceViews.Live;
import org.p2f.representation.inference.web.InferenceViews.Model;
import org.p2f.representation.inference.web.InferenceViews.ModelReady;
import org.p2f.representation.inference.web.InferenceViews.Ready;
import org.p2f.representation.inference.web.InferenceViews.Server;
import org.p2f.representation.model.ModelCard;
import org.p2f.representation.model.web.InvalidFields;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * The Open Inference Protocol, version 2, over HTTP, with its binary tensor data extension and the
 * index of its model repository extension. A model takes {@code images} [n, C, H, W] and {@code t}
 * [k], and gives {@code z} [n, k, d]. Refusals are problems that say {@code error}, too.
 */
@RestController
@RequestMapping("/v2")
@Tag(
    name = "inference",
    description =
        "The Open Inference Protocol, version 2, with binary tensors; a model is named by id or"
            + " alias")
final class InferenceController {
  private final InferenceModels models;
  private final Readiness readiness;
  private final EncodingOrders orders;
  private final EncodeOrder encode;
  private final ArrayBody bodies;
  private final JsonMapper json;

  InferenceController(
      InferenceModels models,
      Readiness readiness,
      EncodingOrders orders,
      EncodeOrder encode,
      ArrayBody bodies,
      JsonMapper json) {
    this.models = models;
    this.readiness = readiness;
    this.orders = orders;
    this.encode = encode;
    this.bodies = bodies;
    this.json = json;
  }

  @GetMapping
  @Operation(operationId = "getInferenceServer", summary = "Who answers, and by which extensions")
  Server server() {
    return new Server("p2f", "2", List.of(InferenceRequest.BINARY_EXTENSION));
  }

  /** Who can be asked, lives; the probes of the cluster ask the actuator. */
  @GetMapping("/health/live")
  @Operation(operationId = "getInferenceLiveness", summary = "Whether the service lives")
  Live live() {
    return new Live(true);
  }

  @GetMapping("/health/ready")
  @Operation(
      operationId = "getInferenceReadiness",
      summary = "Whether the service encodes",
      description = "503 before its first batch and while it ends.")
  Ready ready() {
    readiness.require();
    return new Ready(true);
  }

  @PostMapping("/repository/index")
  @Operation(
      operationId = "getInferenceIndex",
      summary = "Every model, and whether it is loaded",
      requestBody =
          @RequestBody(
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON_VALUE,
                      schema = @Schema(implementation = IndexAsked.class))))
  List<Indexed> index(HttpServletRequest body) throws IOException {
    return models.index(InferenceRequest.wantsReadyOnly(json, bodies.read(body)));
  }

  @GetMapping("/models/{id}/ready")
  @Operation(
      operationId = "getInferenceModelReadiness",
      summary = "Whether a model is loaded; loads it if it is not",
      description = "503 until it is; 409 with the reason if it cannot be served.")
  ModelReady modelReady(@PathVariable String id) {
    return modelVersionReady(id, InferenceModels.ANY);
  }

  @GetMapping("/models/{id}/versions/{version}/ready")
  @Operation(
      operationId = "getInferenceModelVersionReadiness",
      summary = "Whether a version of a model is loaded; loads it if it is not",
      description = "503 until it is; 409 with the reason if it cannot be served.")
  ModelReady modelVersionReady(@PathVariable String id, @PathVariable String version) {
    ModelCard model = models.find(id, version);
    readiness.require(model.id());
    return new ModelReady(model.id(), true);
  }

  @GetMapping("/models/{id}")
  @Operation(operationId = "getInferenceModel", summary = "What a model takes and gives")
  Model model(@PathVariable String id) {
    return Model.of(models.find(id, InferenceModels.ANY));
  }

  @GetMapping("/models/{id}/versions/{version}")
  @Operation(
      operationId = "getInferenceModelVersion",
      summary = "What a version of a model takes and gives")
  Model modelVersion(@PathVariable String id, @PathVariable String version) {
    return Model.of(models.find(id, version));
  }

  @PostMapping(
      path = "/models/{id}/infer",
      produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_OCTET_STREAM_VALUE})
  @Operation(operationId = "infer", summary = "Encodes images at times")
  @InferenceDocumented
  ResponseEntity<?> infer(
      @PathVariable String id,
      @Parameter(description = InferenceDocumented.HEADER_LENGTH)
          @RequestHeader(name = InferenceRequest.HEADER_LENGTH, required = false)
          @Nullable Integer headerLength,
      HttpServletRequest body)
      throws IOException {
    return inferVersion(id, InferenceModels.ANY, headerLength, body);
  }

  @PostMapping(
      path = "/models/{id}/versions/{version}/infer",
      produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_OCTET_STREAM_VALUE})
  @Operation(
      operationId = "inferVersion",
      summary = "Encodes images at times by a version of the model")
  @InferenceDocumented
  ResponseEntity<?> inferVersion(
      @PathVariable String id,
      @PathVariable String version,
      @Parameter(description = InferenceDocumented.HEADER_LENGTH)
          @RequestHeader(name = InferenceRequest.HEADER_LENGTH, required = false)
          @Nullable Integer headerLength,
      HttpServletRequest body)
      throws IOException {
    var invalid = new InvalidFields();
    var request = InferenceRequest.parse(json, bodies.read(body), headerLength, invalid);
    ModelCard model = models.find(id, version, request.answering());
    invalid.refuse();
    EncodingOrder order = orders.read(request.terms(model.id()), request.images(), invalid);
    return new InferenceAnswer(json, order, encode.encode(order)).body(request);
  }
}
