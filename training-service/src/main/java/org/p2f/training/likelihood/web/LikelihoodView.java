package org.p2f.training.likelihood.web;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.job.JobView;
import org.p2f.training.likelihood.LikelihoodPlan;

/** Likelihoods as the API shows them. */
@Schema(description = "Likelihoods; they are a job and have the same id")
record LikelihoodView(
    String id,
    String name,
    JobView job,
    @Schema(description = "Every setting, defaults filled in") LikelihoodPlan plan,
    @Schema(description = "Number of images") int n,
    @Schema(description = "Mean over the images") @Nullable Double bitsPerDimension,
    @Schema(description = "Of the mean's 95 % interval over images") @Nullable Double low,
    @Schema(description = "Of the mean's 95 % interval over images") @Nullable Double high,
    @Schema(description = "The artifact with bits.csv, a line for each image")
        @Nullable String likelihoodsId) {}
