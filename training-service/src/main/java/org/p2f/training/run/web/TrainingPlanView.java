package org.p2f.training.run.web;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.network.ParameterCount;
import org.p2f.training.run.TrainingPlan;

/** What a training run would be and take. */
@Schema(description = "What a training run would be and take")
record TrainingPlanView(
    TrainingPlan plan,
    ParameterCount parameterCount,
    @Schema(
            description =
                "Seconds for all steps, from a few that were just measured; absent without steps,"
                    + " with too few images, or where a step takes too long to be measured")
        @Nullable Double estimatedSeconds,
    @Schema(description = "Peak of the process that trains, likewise")
        @Nullable Long estimatedMemoryBytes) {}
