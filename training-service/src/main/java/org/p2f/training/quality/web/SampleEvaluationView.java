package org.p2f.training.quality.web;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.job.JobView;
import org.p2f.training.quality.QualityDescription;
import org.p2f.training.quality.QualityPlan;

/** An evaluation of samples as the API shows it. */
@Schema(description = "An evaluation of samples; it is a job and has the same id")
record SampleEvaluationView(
    String id,
    String name,
    JobView job,
    @Schema(description = "Every setting, defaults filled in") QualityPlan plan,
    @Schema(description = "What was found, always with the numbers of images")
        @Nullable QualityDescription result) {}
