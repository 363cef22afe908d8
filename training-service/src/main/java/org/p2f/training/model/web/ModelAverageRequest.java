package org.p2f.training.model.web;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.Violations;

/** Asks for a model whose weights are another average over the training of one. */
@Schema(description = "A model whose weights are an average over the training of another")
record ModelAverageRequest(
    @Schema(
            description =
                "Width of the average, from 0.001 to 0.28: the standard deviation of the steps that"
                    + " count, relative to all steps. An average of width 0.1 is mostly of the last"
                    + " third of the run.")
        @DecimalMin("0.001")
        @DecimalMax("0.28")
        double width,
    @Schema(
            minLength = 1,
            maxLength = Violations.LONGEST_NAME,
            description =
                "Name of the new model, 1 to 120 characters. Defaults to the model's name and the"
                    + " width.")
        @Nullable String name) {}
