package org.p2f.representation.api;

import org.p2f.kit.problem.Refused;
import org.p2f.representation.domain.EncodingRefused;
import org.p2f.representation.domain.Encodings;
import org.p2f.representation.domain.Encodings.Encoded;
import org.springframework.stereotype.Component;

/** Has an order done while its caller waits. */
@Component
final class EncodeOrder {
  private final Encodings encodings;

  EncodeOrder(Encodings encodings) {
    this.encodings = encodings;
  }

  /**
   * @throws Refused if it cannot be done, or not now
   */
  Encoded encode(EncodingOrder order) {
    try {
      return encodings.encode(order.model(), order.weights(), order.pictures(), order.times());
    } catch (EncodingRefused e) {
      throw EncodingRefusals.asRefused(e.refusal());
    }
  }
}
