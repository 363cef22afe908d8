package org.p2f.training.run.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.p2f.training.run.store.TrainingSweeps;

/** A sweep as the API shows it. */
@Schema(description = "Training runs that were asked for together")
record TrainingSweepView(
    String id,
    String name,
    @Schema(description = "In the order of sizes, and of seeds within a size")
        List<TrainingRunView> runs,
    @Schema(description = "How many of them have ended") int finished,
    Instant createdAt) {

  static TrainingSweepView of(TrainingSweeps.Sweep sweep, List<TrainingRunView> runs) {
    return new TrainingSweepView(
        sweep.id(),
        sweep.name(),
        runs,
        (int) runs.stream().filter(run -> run.job().finishedAt() != null).count(),
        sweep.createdAt());
  }
}
