package org.p2f.representation.api;

import java.util.Locale;
import org.p2f.representation.domain.Codes;
import org.p2f.representation.domain.Encodings.Encoded;
import org.p2f.representation.domain.Interpolation;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Codes as the Open Inference Protocol tells them. */
record InferenceAnswer(JsonMapper json, EncodingOrder order, Encoded encoded) {
  static final String CODES = "z";

  ResponseEntity<?> body(InferenceRequest request) {
    Codes codes = encoded.codes();
    ObjectNode answer = json.createObjectNode();
    answer.put("model_name", order.model().id()).put("model_version", order.model().digest());
    if (request.id() != null) {
      answer.put("id", request.id());
    }
    ObjectNode parameters = answer.putObject("parameters");
    parameters.put("weights", word(order.weights())).put("precision", word(encoded.precision()));
    Interpolation interpolation = encoded.interpolation();
    if (interpolation != null) {
      parameters
          .put("interpolation_method", word(interpolation.method()))
          .put("interpolation_grid", interpolation.grid().intervals())
          .put("interpolation_error_bound", interpolation.errorBound());
    }
    ObjectNode output = answer.putArray("outputs").addObject();
    output.put("name", CODES).put("datatype", ElementKind.FLOAT32.inference());
    output.putArray("shape").add(codes.images()).add(codes.times()).add(codes.size());
    if (!request.binary()) {
      output.set("data", json.valueToTree(WrittenCodes.flat(codes)));
      return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(answer);
    }
    long bytes = codes.values().byteSize();
    output.putObject("parameters").put("binary_data_size", bytes);
    byte[] header = json.writeValueAsBytes(answer);
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_OCTET_STREAM)
        .header(InferenceRequest.HEADER_LENGTH, Integer.toString(header.length))
        .body(WrittenCodes.bytes(codes, ElementKind.FLOAT32, header));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
