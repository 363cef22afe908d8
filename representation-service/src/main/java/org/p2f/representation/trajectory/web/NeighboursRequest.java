package org.p2f.representation.trajectory.web;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.representation.encoding.web.EncodingsRequest.ImageRequest;
import org.p2f.representation.trajectory.NeighbourQuery.Metric;
import org.p2f.representation.trajectory.NeighbourQuery.Order;
import org.p2f.spec.data.TrajectorySplit;

@Schema(
    description =
        "Asks for images whose codes are like an image's at some times, or unlike it: each stage"
            + " looks at what the stage before has kept. Name either item or image")
record NeighboursRequest(
    @Schema(description = "Whose images are looked at; train by default")
        @Nullable TrajectorySplit split,
    @Schema(description = "An image of the trajectories to compare with")
        @Nullable ItemRequest item,
    @Schema(description = "An image sent along to compare with") @Nullable ImageRequest image,
    @Schema(description = "euclidean by default") @Nullable Metric metric,
    @Schema(description = "The first looks at all images, the last one's are answered")
        List<StageRequest> stages) {

  @Schema(name = "NeighbourItem", description = "An image by its place in a split")
  record ItemRequest(TrajectorySplit split, @Min(0) int row) {}

  @Schema(name = "NeighbourStage")
  record StageRequest(
      @Schema(description = "One of the trajectories' times", example = "0.8") double t,
      @Schema(description = "nearest by default; farthest for images that differ")
          @Nullable Order order,
      @Schema(description = "Images kept", example = "100") @Min(1) @Max(NeighbourQueries.MOST_KEPT)
          int keep) {}
}
