package org.p2f.representation.inference.web;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.problem.Refusal;
import org.p2f.kit.problem.Refused;
import org.p2f.representation.encoding.web.EncodingTerms;
import org.p2f.representation.encoding.web.SentImages;
import org.p2f.representation.model.web.InvalidFields;
import org.p2f.spec.network.Weights;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request of the Open Inference Protocol: JSON, and where the header says how long that is, the
 * elements of tensors behind it.
 *
 * @param images null if what is wrong with them is among the invalid fields
 * @param t null likewise, or if there are none
 * @param weights by a parameter of that name
 * @param interpolationGrid by the parameter {@code interpolation_grid}
 * @param binary whether codes are wanted as bytes behind the answer's JSON
 * @param id to be repeated in the answer
 */
record InferenceRequest(
    @Nullable SentImages images,
    @Nullable List<Double> t,
    @Nullable Weights weights,
    @Nullable Integer interpolationGrid,
    boolean binary,
    @Nullable String id) {
  static final String HEADER_LENGTH = "Inference-Header-Content-Length";
  static final String BINARY_EXTENSION = "binary_tensor_data";

  /** Those that answer: raw by default. */
  Weights answering() {
    return Objects.requireNonNullElse(weights, Weights.RAW);
  }

  EncodingTerms terms(String modelId) {
    return new EncodingTerms(modelId, t, null, interpolationGrid, weights);
  }

  /**
   * @param headerLength bytes of JSON; null if the body is nothing else
   * @throws Refused if the body is no such request at all
   */
  static InferenceRequest parse(
      JsonMapper json, byte[] body, @Nullable Integer headerLength, InvalidFields invalid) {
    int length = headerLength == null ? body.length : headerLength;
    if (length < 0 || length > body.length) {
      throw Refused.field(HEADER_LENGTH, "must be 0 to %d, is %d".formatted(body.length, length));
    }
    JsonNode request = tree(json, body, length);
    var tensors = new InferenceTensors(invalid);
    var reader = new JsonTensors(ByteBuffer.wrap(body, length, body.length - length));
    reader.read(list(request, "inputs", invalid), tensors, invalid);
    JsonNode parameters = request.path("parameters");
    InferenceParameters.requireKnown(
        "",
        parameters.propertyNames(),
        List.of(
            InferenceParameters.WEIGHTS,
            InferenceParameters.INTERPOLATION_GRID,
            InferenceParameters.BINARY_DATA_OUTPUT),
        invalid);
    boolean binary =
        truth(parameters, InferenceParameters.BINARY_DATA_OUTPUT, "parameters.", false, invalid);
    return new InferenceRequest(
        tensors.images(),
        tensors.times(),
        weights(text(parameters.path(InferenceParameters.WEIGHTS)), invalid),
        interpolationGrid(parameters.path(InferenceParameters.INTERPOLATION_GRID), invalid),
        binaryOutput(list(request, "outputs", invalid), binary, invalid),
        id(request.path("id"), invalid));
  }

  /** Reads a request for the index: whether only models that are loaded are wanted. */
  static boolean wantsReadyOnly(JsonMapper json, byte[] body) {
    var invalid = new InvalidFields();
    boolean ready =
        body.length > 0 && truth(tree(json, body, body.length), "ready", "", false, invalid);
    invalid.refuse();
    return ready;
  }

  private static JsonNode list(JsonNode request, String name, InvalidFields invalid) {
    JsonNode list = request.path(name);
    if (!list.isMissingNode() && !list.isArray()) {
      invalid.add(name, "must be a list");
    }
    return list;
  }

  /**
   * @param all whether outputs are wanted as bytes where they do not say so themselves
   */
  private static boolean binaryOutput(JsonNode outputs, boolean all, InvalidFields invalid) {
    var taken = new InferenceOutputs(invalid);
    boolean binary = all;
    for (JsonNode output : outputs) {
      JsonNode parameters = output.path("parameters");
      taken.take(
          output.path("name").asString(""),
          parameters.propertyNames(),
          List.of(InferenceParameters.BINARY_DATA));
      binary =
          truth(parameters, InferenceParameters.BINARY_DATA, "outputs.parameters.", all, invalid);
    }
    return binary;
  }

  /**
   * @param where of the parameter, such as {@code parameters.}
   */
  private static boolean truth(
      JsonNode parameters, String name, String where, boolean otherwise, InvalidFields invalid) {
    JsonNode told = parameters.path(name);
    if (!told.isMissingNode() && !told.isBoolean()) {
      invalid.add(where + name, "must be true or false");
    }
    return told.asBoolean(otherwise);
  }

  private static @Nullable String id(JsonNode id, InvalidFields invalid) {
    if (id.isMissingNode()) {
      return null;
    }
    if (!id.isString()) {
      invalid.add("id", "must be a string");
    }
    return id.asString("");
  }

  private static JsonNode tree(JsonMapper json, byte[] body, int length) {
    try {
      return json.readTree(body, 0, length);
    } catch (JacksonException e) {
      throw new Refused(
          new Refusal("malformed-json", 400, "The body is not JSON: " + e.getOriginalMessage()));
    }
  }

  /** Null if it is not there. */
  private static @Nullable String text(JsonNode node) {
    return node.isMissingNode() ? null : node.asString("");
  }

  /**
   * @param name null if none is named
   */
  static @Nullable Weights weights(@Nullable String name, InvalidFields invalid) {
    if (name == null) {
      return null;
    }
    Optional<Weights> named =
        Arrays.stream(Weights.values())
            .filter(set -> set.name().equalsIgnoreCase(name))
            .findFirst();
    if (named.isEmpty()) {
      invalid.add("parameters.weights", "must be one of: raw, ema");
    }
    return named.orElse(null);
  }

  private static @Nullable Integer interpolationGrid(JsonNode node, InvalidFields invalid) {
    if (node.isMissingNode()) {
      return null;
    }
    if (!node.isInt()) {
      invalid.add("parameters.interpolation_grid", "must be an integer");
      return null;
    }
    return node.asInt();
  }
}
