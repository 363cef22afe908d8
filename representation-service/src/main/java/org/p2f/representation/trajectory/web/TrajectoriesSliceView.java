package org.p2f.representation.trajectory.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.p2f.representation.encoding.web.WrittenCodes;
import org.p2f.representation.trajectory.TrajectorySlices.Slice;
import org.p2f.spec.data.TrajectorySplit;

@Schema(description = "Codes and labels of some images of one split")
record TrajectoriesSliceView(
    String id,
    TrajectorySplit split,
    @Schema(description = "First image, counted within the split") int from,
    @Schema(description = "Images told here; fewer than asked for at the split's end") int count,
    List<Double> times,
    @Schema(
            description =
                "Of the data set's images, as /v1/datasets/{id}/images/{index} takes them")
        List<Integer> indices,
    @Schema(description = "By image, time and component") List<List<List<Float>>> z,
    @Schema(description = "By image and factor") List<List<Integer>> labels) {

  static TrajectoriesSliceView of(
      String id, TrajectorySplit split, int from, List<Double> times, Slice slice) {
    return new TrajectoriesSliceView(
        id,
        split,
        from,
        slice.codes().images(),
        times,
        slice.indices(),
        WrittenCodes.nested(slice.codes()),
        slice.labels());
  }
}
