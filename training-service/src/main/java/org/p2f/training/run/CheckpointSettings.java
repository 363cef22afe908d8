package org.p2f.training.run;

import static java.util.Objects.requireNonNullElse;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.Violations;
import org.p2f.training.run.TrainingPlan.CheckpointPlan;

/** What a caller says about a run's checkpoints; null leaves it to the preset. */
@Schema(description = "When a run saves the state from which it goes on after an interruption")
record CheckpointSettings(
    @Schema(
            description =
                "Number of steps after which a checkpoint is saved, unless everySeconds comes"
                    + " first. Defaults to the preset's.")
        @Min(1)
        @Nullable Long everySteps,
    @Schema(
            description =
                "Number of seconds after which a checkpoint is saved, unless everySteps comes"
                    + " first. Defaults to the preset's.")
        @Min(1)
        @Nullable Long everySeconds,
    @Schema(
            description =
                "Number of newest checkpoints that the run keeps while it works, 2 to 100; older"
                    + " ones are removed. Defaults to the preset's.")
        @Min(2)
        @Max(100)
        @Nullable Integer kept,
    @Schema(
            description =
                "Number of steps after each of which a checkpoint outlives the run, with at most"
                    + " 100 of them in a run. By default only the last state does.")
        @Min(1)
        @Nullable Long keepEverySteps) {

  static final CheckpointSettings NONE = new CheckpointSettings(null, null, null, null);

  /**
   * @param steps of the whole run
   */
  CheckpointPlan over(CheckpointPlan preset, long steps, Violations violations) {
    violations.require(
        keepEverySteps == null || steps / keepEverySteps <= CheckpointPlan.MOST_SNAPSHOTS,
        "checkpoints.keepEverySteps",
        "steps",
        "would keep %d checkpoints, at most %d are kept"
            .formatted(
                steps / requireNonNullElse(keepEverySteps, 1L), CheckpointPlan.MOST_SNAPSHOTS));
    return new CheckpointPlan(
        requireNonNullElse(everySteps, preset.everySteps()),
        requireNonNullElse(everySeconds, preset.everySeconds()),
        requireNonNullElse(kept, preset.kept()),
        keepEverySteps);
  }
}
