package org.p2f.training.run.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.p2f.training.run.store.SampleGrids;

/** The pictures of samples that a run has made. */
@Schema(description = "Pictures of samples made while a run was trained")
record TrainingSamplesView(
    @Schema(description = "By step; each is read at …/samples/{step}")
        List<SampleGrids.SampleGrid> pictures,
    @Schema(description = "That all of them took") double seconds) {

  static TrainingSamplesView of(List<SampleGrids.SampleGrid> pictures) {
    return new TrainingSamplesView(
        pictures, pictures.stream().mapToDouble(SampleGrids.SampleGrid::seconds).sum());
  }
}
