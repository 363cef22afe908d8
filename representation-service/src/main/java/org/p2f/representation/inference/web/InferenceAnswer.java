package org.p2f.representation.inference.web;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.representation.encoding.Codes;
import org.p2f.representation.encoding.Encodings.Encoded;
import org.p2f.representation.encoding.web.ElementKind;
import org.p2f.representation.encoding.web.EncodingOrder;
import org.p2f.representation.encoding.web.WrittenCodes;
import org.p2f.representation.inference.web.InferenceViews.Answered;
import org.p2f.representation.inference.web.InferenceViews.AnsweredParameters;
import org.p2f.representation.inference.web.InferenceViews.AnsweredTensor;
import org.p2f.representation.inference.web.InferenceViews.BinaryTensor;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/** Codes as the Open Inference Protocol tells them. */
record InferenceAnswer(JsonMapper json, EncodingOrder order, Encoded encoded) {
  static final String CODES = "z";

  ResponseEntity<?> body(InferenceRequest request) {
    if (!request.binary()) {
      return ResponseEntity.ok()
          .contentType(MediaType.APPLICATION_JSON)
          .body(view(request, null, WrittenCodes.flat(encoded.codes())));
    }
    var size = new BinaryTensor(encoded.codes().values().byteSize());
    byte[] header = json.writeValueAsBytes(view(request, size, null));
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_OCTET_STREAM)
        .header(InferenceRequest.HEADER_LENGTH, Integer.toString(header.length))
        .body(WrittenCodes.bytes(encoded.codes(), ElementKind.FLOAT32, header));
  }

  private Answered view(
      InferenceRequest request, @Nullable BinaryTensor size, @Nullable List<Float> data) {
    Codes codes = encoded.codes();
    return new Answered(
        order.model().id(),
        order.model().digest(),
        request.id(),
        AnsweredParameters.of(order.weights(), encoded.precision(), encoded.interpolation()),
        List.of(
            new AnsweredTensor(
                CODES,
                List.of(codes.images(), codes.times(), codes.size()),
                ElementKind.FLOAT32.inference(),
                size,
                data)));
  }
}
