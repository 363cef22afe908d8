package org.p2f.training.run.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.job.JobView;
import org.p2f.training.run.TrainingPlan;

/** A training run as the API shows it. */
@Schema(description = "A training run; it is a job and has the same id")
record TrainingRunView(
    String id,
    String name,
    JobView job,
    @Schema(description = "Every setting, defaults filled in") TrainingPlan plan,
    @Schema(description = "Present when it has succeeded") @Nullable String modelId,
    @Schema(description = "The last step that was recorded") long step,
    @Schema(description = "Steps in all") long steps,
    @Schema(description = "What people sort their runs by") List<String> tags,
    @Schema(description = "What people have noted of it; empty if nothing") String notes) {}
