package org.p2f.representation.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.p2f.representation.api.EncodingsRequest.CodeEncoding;
import org.p2f.representation.domain.EncodingRefused;
import org.p2f.representation.domain.Encodings;
import org.p2f.representation.domain.Encodings.Encoded;
import org.p2f.representation.domain.WeightSet;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Encodings while the caller waits. */
@RestController
@RequestMapping("/v1/encodings")
@Tag(name = "encodings", description = "Codes of images at times, at once")
final class EncodingsController {
  private final EncodingOrders orders;
  private final Encodings encodings;

  EncodingsController(EncodingOrders orders, Encodings encodings) {
    this.orders = orders;
    this.encodings = encodings;
  }

  @PostMapping
  @Operation(
      operationId = "createEncodings",
      summary = "Encodes images at times",
      description = "Every image is encoded at every time; the answer comes when all are done.")
  EncodingsView create(@RequestBody EncodingsRequest request) {
    EncodingOrder order = orders.read(request);
    WeightSet weights = request.weightsOrDefault();
    return EncodingsView.of(
        order.model(),
        weights,
        order.times(),
        encode(order, weights),
        request.encoding() == null ? CodeEncoding.JSON : request.encoding());
  }

  private Encoded encode(EncodingOrder order, WeightSet weights) {
    try {
      return encodings.encode(order.model(), weights, order.pictures(), order.times());
    } catch (EncodingRefused e) {
      throw EncodingRefusals.asRefused(e.refusal());
    }
  }
}
