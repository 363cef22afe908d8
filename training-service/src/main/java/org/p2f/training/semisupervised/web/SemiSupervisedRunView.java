package org.p2f.training.semisupervised.web;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.job.JobView;
import org.p2f.training.semisupervised.ClassifierDescription;
import org.p2f.training.semisupervised.SemiSupervisedPlan;

/** A semi-supervised run as the API shows it. */
@Schema(description = "A semi-supervised run; it is a job and has the same id")
record SemiSupervisedRunView(
    String id,
    String name,
    JobView job,
    @Schema(description = "Every setting, defaults filled in") SemiSupervisedPlan plan,
    @Schema(description = "What was found; left out until the run has succeeded")
        @Nullable ClassifierDescription result,
    @Schema(
            description =
                "Id of the artifact with classifier.safetensors, rounds.csv and pseudo-labels.csv")
        @Nullable String classifierId) {}
