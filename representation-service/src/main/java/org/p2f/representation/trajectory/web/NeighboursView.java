package org.p2f.representation.trajectory.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.p2f.representation.trajectory.NeighbourQuery;
import org.p2f.representation.trajectory.NeighbourQuery.Metric;
import org.p2f.representation.trajectory.NeighbourQuery.Neighbour;
import org.p2f.spec.data.TrajectorySplit;

@Schema(description = "Images whose codes are like an image's, in the last stage's order")
record NeighboursView(
    String id, TrajectorySplit split, Metric metric, List<NeighbourView> neighbours) {

  @Schema(name = "Neighbour")
  record NeighbourView(
      @Schema(description = "Place within the split") int row,
      @Schema(description = "Of the data set's image, as /v1/datasets/{id}/images/{index} takes it")
          int index,
      @Schema(description = "At the last stage's time") double distance,
      @Schema(description = "By factor") List<Integer> labels) {}

  static NeighboursView of(String id, NeighbourQuery query, List<Neighbour> found) {
    return new NeighboursView(
        id,
        query.split(),
        query.metric(),
        found.stream()
            .map(one -> new NeighbourView(one.row(), one.index(), one.distance(), one.labels()))
            .toList());
  }
}
