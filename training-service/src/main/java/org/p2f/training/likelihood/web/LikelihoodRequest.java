package org.p2f.training.likelihood.web;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.data.Split;
import org.p2f.spec.network.Weights;
import org.p2f.spec.sampling.Probe;
import org.p2f.training.likelihood.LikelihoodPlan;

/** Asks for likelihoods. */
@Schema(
    description =
        "Bits per dimension of images under a model that is told their codes, whose own bits are not"
            + " counted, or none")
record LikelihoodRequest(
    @Schema(description = "Id or alias") String modelId,
    String datasetId,
    @Nullable String name,
    @Schema(description = "Its first images are taken", defaultValue = "test")
        @Nullable Split split,
    @Schema(description = "Number of images", defaultValue = "100") @Min(1) @Nullable Integer n,
    @Schema(description = "Of dequantisation and probes", defaultValue = "0") @Nullable Long seed,
    @Schema(defaultValue = "ema") @Nullable Weights weights,
    @Schema(
            description =
                "The code that the score network is told: `of-image`, E(x, t), for models whose"
                    + " loss.codeDropout is below 1, or `none`, for those where it is above 0."
                    + " Defaults to `of-image`, or to `none` where it is 1.")
        LikelihoodPlan.@Nullable Code code,
    @Schema(defaultValue = "rademacher") @Nullable Probe probe,
    @Schema(description = "Per image; their estimates are averaged", defaultValue = "1")
        @Min(1)
        @Max(100)
        @Nullable Integer probes,
    @Schema(defaultValue = "0.00001")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax(value = "1", inclusive = false)
        @Nullable Double relativeTolerance,
    @Schema(defaultValue = "0.00001")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax(value = "1", inclusive = false)
        @Nullable Double absoluteTolerance,
    @Schema(description = "Images dealt with together", defaultValue = "50") @Min(1) @Max(1_024)
        @Nullable Integer batchSize) {}
