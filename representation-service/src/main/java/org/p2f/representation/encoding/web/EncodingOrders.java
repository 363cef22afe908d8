package org.p2f.representation.encoding.web;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.problem.Refused;
import org.p2f.representation.encoding.TimeGrid;
import org.p2f.representation.encoding.Times;
import org.p2f.representation.model.AnsweringModels;
import org.p2f.representation.model.ModelCard;
import org.p2f.representation.model.web.InvalidFields;
import org.p2f.representation.picture.Picture;
import org.p2f.spec.network.Weights;
import org.springframework.stereotype.Component;

/** Checks requests for encodings and tells everything that is wrong with one at once. */
@Component
public class EncodingOrders {
  private final EncodingLimits limits;
  private final AnsweringModels models;
  private final PicturesReader pictures;

  EncodingOrders(EncodingLimits limits, AnsweringModels models, PicturesReader pictures) {
    this.limits = limits;
    this.models = models;
    this.pictures = pictures;
  }

  /**
   * @param images null if what is wrong with them is among the invalid fields already
   * @throws Refused if the request cannot be done as asked
   */
  public EncodingOrder read(
      EncodingTerms terms, @Nullable SentImages images, InvalidFields invalid) {
    Weights weights = Objects.requireNonNullElse(terms.weights(), Weights.RAW);
    Optional<ModelCard> model = models.find(terms.modelId(), weights);
    if (model.isEmpty()) {
      invalid.addUnknown(
          "unknown-model", "modelId", "there is no model '%s'".formatted(terms.modelId()));
    }
    model.ifPresent(found -> invalid.requireWeights(found, weights));
    Optional<Times> times = TimesReader.read(terms.t(), terms.grid(), limits.times(), invalid);
    TimeGrid interpolation = interpolation(terms, invalid);
    boolean countable =
        images != null
            && requireCount(
                images, times.map(all -> codesOfOne(all, interpolation)).orElse(1), invalid);
    List<Picture> read =
        images != null && countable && model.isPresent()
            ? pictures.read(images, model.get().shape(), invalid)
            : List.of();
    invalid.refuse();
    return new EncodingOrder(
        model.orElseThrow(), weights, read, times.orElseThrow(), interpolation);
  }

  private @Nullable TimeGrid interpolation(EncodingTerms terms, InvalidFields invalid) {
    Integer intervals = terms.interpolationGrid();
    if (intervals == null) {
      return null;
    }
    if (terms.grid() != null) {
      invalid.add("interpolationGrid", "must not be given together with grid; name times by t");
      return null;
    }
    if (intervals < TimeGrid.FEWEST || intervals >= limits.times()) {
      invalid.add(
          "interpolationGrid",
          "must be %d to %d, is %d".formatted(TimeGrid.FEWEST, limits.times() - 1, intervals));
      return null;
    }
    return new TimeGrid(intervals);
  }

  /** Codes of one image that are computed or told, whichever are more. */
  private static int codesOfOne(Times times, @Nullable TimeGrid interpolation) {
    return interpolation == null
        ? times.size()
        : Math.max(
            times.size(),
            (int)
                times.values().stream()
                    .flatMapToInt(t -> interpolation.stencil(t).nodes())
                    .distinct()
                    .count());
  }

  private boolean requireCount(SentImages images, int times, InvalidFields invalid) {
    long count = images.count();
    if (count < 1 || count > limits.images()) {
      invalid.add(
          images.field(), "must have 1 to %d images, has %d".formatted(limits.images(), count));
      return false;
    }
    if (count * times > limits.rows()) {
      invalid.add(
          images.field(),
          "%d images at %d times are %d codes; one request may ask for %d"
              .formatted(count, times, count * times, limits.rows()));
      return false;
    }
    return true;
  }
}
