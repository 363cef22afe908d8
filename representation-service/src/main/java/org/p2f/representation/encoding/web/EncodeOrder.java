package org.p2f.representation.encoding.web;

import org.p2f.kit.problem.Refused;
import org.p2f.representation.encoding.EncodingRefused;
import org.p2f.representation.encoding.Encodings;
import org.p2f.representation.encoding.Encodings.Encoded;
import org.p2f.representation.encoding.InterpolatedEncodings;
import org.springframework.stereotype.Component;

/** Has an order done while its caller waits. */
@Component
public final class EncodeOrder {
  private final Encodings encodings;
  private final InterpolatedEncodings interpolated;

  EncodeOrder(Encodings encodings, InterpolatedEncodings interpolated) {
    this.encodings = encodings;
    this.interpolated = interpolated;
  }

  /**
   * @throws Refused if it cannot be done, or not now
   */
  public Encoded encode(EncodingOrder order) {
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
