package org.p2f.representation.trajectory.web;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.representation.trajectory.CodeReading;
import org.p2f.representation.trajectory.Storage;
import org.p2f.spec.network.PrecisionChoice;
import org.p2f.spec.network.Weights;

@Schema(description = "A whole data set to represent at every time; name either t or grid")
record TrajectoriesRequest(
    @Schema(description = "The model that encodes: its id or an alias") String modelId,
    @Schema(description = "The data set whose images are encoded") String datasetId,
    @Schema(description = "Times, each in [0, 1]; 0 is the clean end", example = "[0, 0.5, 1]")
        @Nullable List<@DecimalMin("0") @DecimalMax("1") Double> t,
    @Schema(description = "n for the times 0, 1/n, …, 1; 1 for the single time ½", example = "10")
        @Min(1)
        @Nullable Integer grid,
    @Schema(description = "Which weights answer; raw by default") @Nullable Weights weights,
    @Schema(description = "In which the network computes; auto by default")
        @Nullable PrecisionChoice precision,
    @Schema(
            description =
                "In which codes are stored; float32 by default. float16 takes half the room and"
                    + " keeps three decimal digits")
        @Nullable Storage storage,
    @Schema(
            description =
                "What is recorded of codes that are normal distributions (VDRL, VAE): their mean,"
                    + " or one sample for each image and time, which is what the score network was"
                    + " told in training; codes that are values are recorded as they are. Activations are"
                    + " none, so `sample` does not go with them",
            defaultValue = "mean")
        @Nullable CodeReading codes,
    @Schema(
            description =
                "What is recorded of an image at a time: by default the encoder's code. Activations"
                    + " of the score network take nothing of the encoder")
        @Nullable RepresentationTerms representation) {}
