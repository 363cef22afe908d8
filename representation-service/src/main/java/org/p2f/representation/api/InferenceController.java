package org.p2f.representation.api;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.problem.Refused;
import org.p2f.representation.domain.AnsweringModels;
import org.p2f.representation.domain.ModelCard;
import org.p2f.spec.network.Weights;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Open Inference Protocol, version 2, over HTTP, with its binary tensor data extension. A model
 * takes {@code images} [n, C, H, W] and {@code t} [k], and gives {@code z} [n, k, d]. Refusals are
 * problems, as everywhere.
 */
@Hidden
@RestController
@RequestMapping("/v2")
final class InferenceController {
  private final AnsweringModels models;
  private final Readiness readiness;
  private final EncodingOrders orders;
  private final EncodeOrder encode;
  private final ArrayBody bodies;
  private final JsonMapper json;

  InferenceController(
      AnsweringModels models,
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
  Map<String, Object> server() {
    return Map.of(
        "name", "p2f", "version", "2", "extensions", List.of(InferenceRequest.BINARY_EXTENSION));
  }

  /** Who can be asked, lives; the probes of the cluster ask the actuator. */
  @GetMapping("/health/live")
  Map<String, Object> live() {
    return Map.of("live", true);
  }

  @GetMapping("/health/ready")
  Map<String, Object> ready() {
    readiness.require();
    return Map.of("ready", true);
  }

  @GetMapping("/models/{id}/ready")
  Map<String, Object> modelReady(@PathVariable String id) {
    ModelCard model = find(id);
    readiness.require(model.id());
    return Map.of("name", model.id(), "ready", true);
  }

  @GetMapping("/models/{id}")
  ObjectNode model(@PathVariable String id) {
    ModelCard model = find(id);
    ObjectNode told = json.createObjectNode();
    told.put("name", model.id()).put("platform", "p2f");
    told.putArray("versions").add(model.digest());
    var shape = model.shape();
    var inputs = told.putArray("inputs");
    inputs.add(
        tensor(InferenceTensors.IMAGES, -1, shape.channels(), shape.height(), shape.width()));
    inputs.add(tensor(InferenceTensors.TIMES, -1));
    told.putArray("outputs").add(tensor(InferenceAnswer.CODES, -1, -1, model.codes()));
    return told;
  }

  private ObjectNode tensor(String name, int... shape) {
    ObjectNode tensor = json.createObjectNode();
    tensor.put("name", name).put("datatype", ElementKind.FLOAT32.inference());
    var dimensions = tensor.putArray("shape");
    for (int dimension : shape) {
      dimensions.add(dimension);
    }
    return tensor;
  }

  @PostMapping(
      path = "/models/{id}/infer",
      produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_OCTET_STREAM_VALUE})
  ResponseEntity<?> infer(
      @PathVariable String id,
      @RequestHeader(name = InferenceRequest.HEADER_LENGTH, required = false)
          @Nullable Integer headerLength,
      HttpServletRequest body)
      throws IOException {
    find(id);
    var invalid = new InvalidFields();
    var request = InferenceRequest.parse(json, bodies.read(body), headerLength, invalid);
    EncodingOrder order = orders.read(request.terms(id), request.images(), invalid);
    return new InferenceAnswer(json, order, encode.encode(order)).body(request);
  }

  private ModelCard find(String id) {
    return models
        .find(id, Weights.RAW)
        .orElseThrow(() -> Refused.notFound("unknown-model", "No model '%s'".formatted(id)));
  }
}
