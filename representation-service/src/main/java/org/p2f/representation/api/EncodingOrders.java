package org.p2f.representation.api;

import java.util.List;
import java.util.Optional;
import org.p2f.kit.problem.Refused;
import org.p2f.representation.domain.ModelCard;
import org.p2f.representation.domain.Models;
import org.p2f.representation.domain.Picture;
import org.p2f.representation.domain.Times;
import org.springframework.stereotype.Component;

/** Checks requests for encodings and tells everything that is wrong with one at once. */
@Component
class EncodingOrders {
  private final EncodingLimits limits;
  private final Models models;
  private final PicturesReader pictures;

  EncodingOrders(EncodingLimits limits, Models models, PicturesReader pictures) {
    this.limits = limits;
    this.models = models;
    this.pictures = pictures;
  }

  /**
   * @throws Refused if the request cannot be done as asked
   */
  EncodingOrder read(EncodingsRequest request) {
    var invalid = new InvalidFields();
    Optional<ModelCard> model = models.find(request.modelId());
    if (model.isEmpty()) {
      invalid.addUnknown(
          "unknown-model", "modelId", "there is no model '%s'".formatted(request.modelId()));
    }
    Optional<Times> times = TimesReader.read(request.t(), request.grid(), limits.times(), invalid);
    boolean countable = requireCount(request, times.map(Times::size).orElse(1), invalid);
    List<Picture> read =
        model.isPresent() && countable ? read(request, model.get(), invalid) : List.of();
    invalid.refuse();
    return new EncodingOrder(model.orElseThrow(), read, times.orElseThrow());
  }

  private boolean requireCount(EncodingsRequest request, int times, InvalidFields invalid) {
    if (request.images() != null && request.items() != null) {
      invalid.add("items", "must not be given together with images");
      return false;
    }
    if (request.images() == null && request.items() == null) {
      invalid.add("images", "is required, or items in its place");
      return false;
    }
    String field = request.items() == null ? "images" : "items.indices";
    int count = count(request);
    if (count < 1 || count > limits.images()) {
      invalid.add(field, "must have 1 to %d images, has %d".formatted(limits.images(), count));
      return false;
    }
    if ((long) count * times > limits.rows()) {
      invalid.add(
          field,
          "%d images at %d times are %d codes; one request may ask for %d"
              .formatted(count, times, (long) count * times, limits.rows()));
      return false;
    }
    return true;
  }

  private static int count(EncodingsRequest request) {
    if (request.items() != null) {
      return request.items().indices().size();
    }
    return request.images() == null ? 0 : request.images().size();
  }

  private List<Picture> read(EncodingsRequest request, ModelCard model, InvalidFields invalid) {
    if (request.items() != null) {
      return pictures.items(request.items(), model.shape(), invalid);
    }
    return request.images() == null
        ? List.of()
        : pictures.images(request.images(), model.shape(), invalid);
  }
}
