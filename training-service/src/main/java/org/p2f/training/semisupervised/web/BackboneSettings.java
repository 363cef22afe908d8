package org.p2f.training.semisupervised.web;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.network.Weights;

/** What a caller says about the network that classifies; null leaves it to the defaults. */
@Schema(
    description =
        "The network that classifies, with a linear layer on its code: a model's encoder at one"
            + " time, or a wide residual network with random weights")
record BackboneSettings(
    @Schema(
            description =
                "Id or alias of the model whose encoder the classifier starts from. By default its"
                    + " weights are random.")
        @Nullable String modelId,
    @Schema(
            description =
                "Weights of the model that are taken. Defaults to `ema`, or to `raw` where the model"
                    + " holds no averages.")
        @Nullable Weights weights,
    @Schema(
            description =
                "Time at which the model's encoder sees the images, 0 to 1. Defaults to 0.5.")
        @DecimalMin("0")
        @DecimalMax("1")
        @Nullable Double t,
    @Schema(
            description =
                "Number of convolutions on the longest path of a network with random weights: 10,"
                    + " 16, 22 or 28. Defaults to 10; LaplaceNet's WRN-28-2 has 28.")
        @Min(10)
        @Max(28)
        @Nullable Integer depth,
    @Schema(
            description =
                "Number of channels of the last stage of a network with random weights, a multiple"
                    + " of 4 up to 512. Defaults to 128, as LaplaceNet's WRN-28-2.")
        @Min(4)
        @Max(512)
        @Nullable Integer width) {
  static final BackboneSettings NONE = new BackboneSettings(null, null, null, null, null);
}
