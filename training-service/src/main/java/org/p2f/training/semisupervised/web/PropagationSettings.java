package org.p2f.training.semisupervised.web;

import static java.util.Objects.requireNonNullElse;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.semisupervised.EdgeWeights;
import org.p2f.spec.semisupervised.PropagationSpec;

/** What a caller says about the graph; null leaves it to the defaults. */
@Schema(
    description =
        "How labels are spread over a graph of training images with similar features: (I − αW)F = Y"
            + " is solved for every class by conjugate gradients, with α = 0.99")
record PropagationSettings(
    @Schema(
            description =
                "Number of nearest images that each is joined with, 1 to 1000 and fewer than the"
                    + " training images. Defaults to 50, as published.")
        @Min(1)
        @Max(1_000)
        @Nullable Integer neighbours,
    @Schema(
            description =
                "Weight of two joined images: the `cosine` of their features, as in LaplaceNet's"
                    + " published code, or `cubed-cosine`, as Iscen et al. Defaults to `cosine`.")
        @Nullable EdgeWeights edges,
    @Schema(
            description =
                "Largest number of iterations of conjugate gradients, 1 to 1000. Defaults to 30, as"
                    + " published.")
        @Min(1)
        @Max(1_000)
        @Nullable Integer iterations,
    @Schema(
            description =
                "Residual, as a share of the right-hand side, at which the iterations end, above 0"
                    + " and below 1. Defaults to 0.001, as published.")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax(value = "1", inclusive = false)
        @Nullable Double tolerance) {
  static final PropagationSettings NONE = new PropagationSettings(null, null, null, null);

  PropagationSpec over(PropagationSpec defaults) {
    return new PropagationSpec(
        requireNonNullElse(neighbours, defaults.neighbours()),
        requireNonNullElse(edges, defaults.edges()),
        requireNonNullElse(iterations, defaults.iterations()),
        requireNonNullElse(tolerance, defaults.tolerance()));
  }
}
