package org.p2f.training.quality.web;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.data.Split;

/** Asks how near samples are to real images. */
@Schema(description = "FID, KID and inception score by the operator's feature network")
record SampleEvaluationRequest(
    String samplesId,
    @Schema(description = "The real images") String datasetId,
    @Nullable String name,
    @Schema(description = "Its first images are taken", defaultValue = "test")
        @Nullable Split split,
    @Schema(description = "Number of real images; all of the split if left out") @Min(2)
        @Nullable Integer n,
    @Schema(description = "Pairs of subsets for the kernel distance", defaultValue = "100")
        @Min(1)
        @Max(1_000)
        @Nullable Integer subsets,
    @Schema(description = "Images in a subset; 1000 or as many as there are") @Min(2)
        @Nullable Integer subsetSize,
    @Schema(description = "Of the subsets", defaultValue = "0") @Nullable Long seed) {}
