package org.p2f.representation.api;

import org.p2f.kit.problem.Refused;
import org.p2f.representation.domain.EncodingRefused;
import org.p2f.representation.domain.Encodings;
import org.p2f.representation.domain.Encodings.Encoded;
import org.p2f.representation.domain.InterpolatedEncodings;
import org.springframework.stereotype.Component;

/** Has an order done while its caller waits. */
@Component
final class EncodeOrder {
  private final Encodings encodings;
  private final InterpolatedEncodings interpolated;

  EncodeOrder(Encodings encodings, InterpolatedEncodings interpolated) {
    this.encodings = encodings;
    this.interpolated = interpolated;
  }

  /**
   * @throws Refused if it cannot be done, or not now
   */
  Encoded encode(EncodingOrder order) {
    try {
      return order.interpolation() == null
          ? encodings.encode(order.model(), order.weights(), order.pictures(), order.times())
          : interpolated.encode(
              order.model(),
              order.weights(),
              order.pictures(),
              order.times(),
              order.interpolation());
    } catch (EncodingRefused e) {
      throw EncodingRefusals.asRefused(e.refusal());
    }
  }
}
