package org.p2f.representation.trajectory.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.p2f.kit.problem.Refused;
import org.p2f.representation.encoding.Codes;
import org.p2f.representation.encoding.web.EncodeOrder;
import org.p2f.representation.encoding.web.EncodingOrders;
import org.p2f.representation.encoding.web.EncodingTerms;
import org.p2f.representation.encoding.web.SentImages;
import org.p2f.representation.encoding.web.WrittenCodes;
import org.p2f.representation.model.web.InvalidFields;
import org.p2f.representation.trajectory.NeighbourQuery;
import org.p2f.representation.trajectory.NeighbourQuery.Metric;
import org.p2f.representation.trajectory.NeighbourQuery.Order;
import org.p2f.representation.trajectory.NeighbourQuery.Stage;
import org.p2f.representation.trajectory.Representation;
import org.p2f.representation.trajectory.TrajectoriesCard;
import org.p2f.representation.trajectory.TrajectorySlices;
import org.p2f.representation.trajectory.web.NeighboursRequest.StageRequest;
import org.p2f.spec.data.TrajectorySplit;
import org.springframework.stereotype.Component;

/** Checks requests for neighbours and gets the codes that are compared with. */
@Component
final class NeighbourQueries {
  private static final int MOST_STAGES = 8;
  static final int MOST_KEPT = 10_000;

  /** Times are told as decimals, so they need not be equal to the last bit. */
  private static final double SAME_TIME = 1e-9;

  private final EncodingOrders orders;
  private final EncodeOrder encode;
  private final TrajectorySlices slices;

  NeighbourQueries(EncodingOrders orders, EncodeOrder encode, TrajectorySlices slices) {
    this.orders = orders;
    this.encode = encode;
    this.slices = slices;
  }

  /**
   * @throws Refused if the request cannot be done as asked
   */
  NeighbourQuery read(String id, TrajectoriesCard card, NeighboursRequest request) {
    var invalid = new InvalidFields();
    List<Integer> times = times(card, request.stages(), invalid);
    requireOneImage(card, request, invalid);
    invalid.refuse();
    Codes codes = codes(id, card, request);
    List<Stage> stages = new ArrayList<>();
    for (int i = 0; i < times.size(); i++) {
      StageRequest stage = request.stages().get(i);
      int time = times.get(i);
      // An image sent along is encoded at the stages' times alone, in their order.
      int place = request.image() == null ? time : i;
      stages.add(
          new Stage(
              time,
              WrittenCodes.nested(codes).getFirst().get(place),
              Objects.requireNonNullElse(stage.order(), Order.NEAREST),
              stage.keep()));
    }
    return new NeighbourQuery(
        Objects.requireNonNullElse(request.split(), TrajectorySplit.TRAIN),
        Objects.requireNonNullElse(request.metric(), Metric.EUCLIDEAN),
        stages);
  }

  private static List<Integer> times(
      TrajectoriesCard card, List<StageRequest> stages, InvalidFields invalid) {
    List<Integer> times = new ArrayList<>();
    if (stages.isEmpty() || stages.size() > MOST_STAGES) {
      invalid.add("stages", "must have 1 to %d, has %d".formatted(MOST_STAGES, stages.size()));
    }
    for (int i = 0; i < stages.size(); i++) {
      StageRequest stage = stages.get(i);
      Optional<Integer> time = time(card, stage.t());
      if (time.isEmpty()) {
        invalid.add(
            "stages[%d].t".formatted(i),
            "must be one of %s, is %s".formatted(card.times(), stage.t()));
      }
      if (stage.keep() < 1 || stage.keep() > MOST_KEPT) {
        invalid.add(
            "stages[%d].keep".formatted(i),
            "must be 1 to %d, is %d".formatted(MOST_KEPT, stage.keep()));
      }
      times.add(time.orElse(0));
    }
    return times;
  }

  private static Optional<Integer> time(TrajectoriesCard card, double t) {
    for (int k = 0; k < card.times().size(); k++) {
      if (Math.abs(card.times().get(k) - t) < SAME_TIME) {
        return Optional.of(k);
      }
    }
    return Optional.empty();
  }

  private static void requireOneImage(
      TrajectoriesCard card, NeighboursRequest request, InvalidFields invalid) {
    var item = request.item();
    if (item != null && request.image() != null) {
      invalid.add("image", "must not be given together with item");
    } else if (item == null && request.image() == null) {
      invalid.add("item", "is required, or image in its place");
    } else if (item == null && !(card.representation() instanceof Representation.Code)) {
      invalid.add(
          "image",
          "cannot be compared with activations of a score network; name an item of the"
              + " trajectories");
    } else if (item != null && (item.row() < 0 || item.row() >= card.images(item.split()))) {
      invalid.add(
          "item.row",
          "must be 0 to %d, is %d".formatted(card.images(item.split()) - 1, item.row()));
    }
  }

  /** Of one image, at all the trajectories' times or at the stages'. */
  private Codes codes(String id, TrajectoriesCard card, NeighboursRequest request) {
    var item = request.item();
    if (item != null) {
      return slices.read(id, item.split(), item.row(), 1).codes();
    }
    var image = request.image();
    var terms =
        new EncodingTerms(
            card.modelId(),
            request.stages().stream().map(StageRequest::t).toList(),
            null,
            null,
            card.weights());
    var images = new SentImages.Base64Files(image == null ? List.of() : List.of(image));
    return encode.encode(orders.read(terms, images, new InvalidFields())).codes();
  }
}
