package org.p2f.representation.reconstruction.web;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.problem.Refused;
import org.p2f.representation.encoding.web.EncodeOrder;
import org.p2f.representation.encoding.web.EncodingOrder;
import org.p2f.representation.encoding.web.EncodingOrders;
import org.p2f.representation.encoding.web.SentImages;
import org.p2f.representation.model.web.InvalidFields;
import org.p2f.representation.reconstruction.Maker;
import org.p2f.representation.reconstruction.Reconstructions;
import org.p2f.representation.reconstruction.Reconstructions.Order;
import org.springframework.stereotype.Component;

/** Checks requests for reconstructions and gets the codes that they are made with. */
@Component
final class ReconstructionOrders {
  private final ReconstructionLimits limits;
  private final EncodingOrders orders;
  private final EncodeOrder encode;
  private final Reconstructions reconstructions;

  ReconstructionOrders(
      ReconstructionLimits limits,
      EncodingOrders orders,
      EncodeOrder encode,
      Reconstructions reconstructions) {
    this.limits = limits;
    this.orders = orders;
    this.encode = encode;
    this.reconstructions = reconstructions;
  }

  /**
   * @param images null if what is wrong with them is among the invalid fields already
   * @throws Refused if the request cannot be done as asked
   */
  Order read(ReconstructionTerms terms, @Nullable SentImages images, InvalidFields invalid) {
    long seed = Objects.requireNonNullElse(terms.seed(), 0L);
    if (seed < 0) {
      invalid.add("seed", "must be at least 0, is " + seed);
    }
    SentImages few = images != null && isFew(images, invalid) ? images : null;
    EncodingOrder order = orders.read(terms.encoding(), few, invalid);
    Maker maker = reconstructions.makerOf(order.model(), order.weights()).orElse(null);
    if (maker == null) {
      invalid.add(
          "modelId",
          "holds the encoder alone, as reference models do: neither the score network nor a"
              + " decoder, which make images; a model that was trained here holds one");
    }
    requireRows(order, Objects.requireNonNull(few).field(), invalid);
    invalid.refuse();
    return new Order(
        order.model(),
        order.weights(),
        Objects.requireNonNull(maker),
        order.pictures(),
        order.times(),
        encode.encode(order).codes(),
        seed);
  }

  private boolean isFew(SentImages images, InvalidFields invalid) {
    if (images.count() >= 1 && images.count() <= limits.images()) {
      return true;
    }
    invalid.add(
        images.field(),
        "must have 1 to %d images, has %d".formatted(limits.images(), images.count()));
    return false;
  }

  private void requireRows(EncodingOrder order, String images, InvalidFields invalid) {
    int rows = order.pictures().size() * order.times().size();
    int most = Math.min(limits.rows(), limits.values() / order.model().shape().values());
    if (rows > most) {
      invalid.add(
          images,
          "%d images at %d times are %d reconstructions; one request may ask for %d of %s"
              .formatted(
                  order.pictures().size(),
                  order.times().size(),
                  rows,
                  most,
                  order.model().shape()));
    }
  }
}
