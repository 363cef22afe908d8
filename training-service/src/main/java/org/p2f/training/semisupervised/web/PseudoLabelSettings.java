package org.p2f.training.semisupervised.web;

import static java.util.Objects.requireNonNullElse;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.semisupervised.PseudoLabelSpec;
import org.p2f.spec.semisupervised.PseudoLabelWeights;

/** What a caller says about pseudo-labels; null leaves it to the defaults. */
@Schema(description = "How labels are found for images that have none, and how much they count")
record PseudoLabelSettings(
    @Valid @Nullable PropagationSettings propagation,
    @Schema(
            description =
                "Whether classes are brought towards the shares that they have among the known"
                    + " labels. Defaults to true, as published.")
        @Nullable Boolean aligned,
    @Schema(
            description =
                "How much an image with a pseudo-label counts in the loss: `certainty` is 1 less the"
                    + " entropy of its classes over the largest entropy, divided by the largest"
                    + " certainty of all; `equal` is 1, as in LaplaceNet's published code. Defaults"
                    + " to `certainty`.")
        @Nullable PseudoLabelWeights weights) {
  static final PseudoLabelSettings NONE = new PseudoLabelSettings(null, null, null);

  PseudoLabelSpec over(PseudoLabelSpec defaults) {
    return new PseudoLabelSpec(
        requireNonNullElse(propagation, PropagationSettings.NONE).over(defaults.propagation()),
        requireNonNullElse(aligned, defaults.aligned()),
        requireNonNullElse(weights, defaults.weights()));
  }
}
