package org.p2f.training.sampling.web;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.job.JobView;
import org.p2f.training.sampling.SamplingPlan;

/** A sampling run as the API shows it. */
@Schema(description = "A sampling run; it is a job and has the same id")
record SamplingRunView(
    String id,
    String name,
    JobView job,
    @Schema(description = "Every setting, defaults filled in") SamplingPlan plan,
    @Schema(description = "Number of samples in all") int n,
    @Schema(description = "The artifact with samples.safetensors, grid.png and manifest.json")
        @Nullable String samplesId) {}
