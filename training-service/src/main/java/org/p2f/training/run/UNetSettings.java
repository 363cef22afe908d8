package org.p2f.training.run;

import static java.util.Objects.requireNonNullElse;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.network.Conditioning;
import org.p2f.spec.network.UNetOptions;
import org.p2f.spec.network.UNetOptions.Block;
import org.p2f.spec.network.UNetOptions.Combination;
import org.p2f.spec.network.UNetOptions.Embedding;
import org.p2f.spec.network.UNetOptions.ProgressiveInput;
import org.p2f.spec.network.UNetOptions.ProgressiveOutput;

/** What a caller says about the choices of an NCSN++ network; null leaves it to the preset. */
@Schema(description = "Choices between NCSN++ networks of one shape; other networks have none")
record UNetSettings(
    @Schema(
            description =
                "What the network sees of the time: random Fourier features or sines and cosines of"
                    + " the step. Defaults to the preset's.")
        @Nullable Embedding embedding,
    @Schema(
            description =
                "Residual blocks: those of `biggan` change the size of images, between those of"
                    + " `ddpm` convolutions do. Defaults to the preset's.")
        @Nullable Block residualBlocks,
    @Schema(description = "How levels contribute to the output. Defaults to the preset's.")
        @Nullable ProgressiveOutput progressiveOutput,
    @Schema(description = "How levels see the input. Defaults to the preset's.")
        @Nullable ProgressiveInput progressiveInput,
    @Schema(
            description =
                "How progressiveInput `input-skip` joins input and activations: `sum` or `cat`."
                    + " Defaults to the preset's.")
        @Nullable Combination combination,
    @Schema(
            description =
                "Whether images change size by the filter [1, 3, 3, 1] instead of squares of 2×2"
                    + " pixels. Defaults to the preset's.")
        @Nullable Boolean fir,
    @Schema(
            description =
                "Whether sums of two branches are divided by √2. Defaults to the preset's.")
        @Nullable Boolean skipRescale,
    @Schema(
            description =
                "How time and code enter the residual blocks of the score network: `shift` adds a"
                    + " linear map of them, `scale-shift` also multiplies by one. Defaults to the"
                    + " preset's.")
        @Nullable Conditioning conditioning,
    @Schema(
            description =
                "Standard deviation of the random Fourier frequencies of ln σ(t) that the score"
                    + " network sees, above 0 and at most 1000. Defaults to the preset's.")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax("1000")
        @Nullable Double fourierScale,
    @Schema(
            description =
                "Side in pixels of the squares that the network sees as one pixel: 1, 2 or 4."
                    + " Defaults to the preset's.")
        @Min(1)
        @Max(4)
        @Nullable Integer patchSize) {

  static final UNetSettings NONE =
      new UNetSettings(null, null, null, null, null, null, null, null, null, null);

  private static final List<Integer> PATCHES = List.of(1, 2, 4);

  void requireChoices(Violations violations) {
    violations.require(
        patchSize == null || PATCHES.contains(patchSize),
        "scoreNetwork.options.patchSize",
        "must be one of " + PATCHES);
  }

  UNetOptions over(UNetOptions preset, Violations violations) {
    Combination joined = requireNonNullElse(combination, preset.combination());
    ProgressiveInput seen = requireNonNullElse(progressiveInput, preset.progressiveInput());
    boolean joins = joined == Combination.SUM || seen == ProgressiveInput.INPUT_SKIP;
    violations.require(
        joins,
        "scoreNetwork.options.combination",
        "scoreNetwork.options.progressiveInput",
        "only input-skip can be concatenated");
    return new UNetOptions(
        requireNonNullElse(embedding, preset.embedding()),
        requireNonNullElse(residualBlocks, preset.residualBlocks()),
        requireNonNullElse(progressiveOutput, preset.progressiveOutput()),
        seen,
        joins ? joined : Combination.SUM,
        requireNonNullElse(fir, preset.fir()),
        requireNonNullElse(skipRescale, preset.skipRescale()),
        requireNonNullElse(conditioning, preset.conditioning()),
        requireNonNullElse(fourierScale, preset.fourierScale()),
        requireNonNullElse(patchSize, preset.patchSize()));
  }

  /** Notes whatever a network without these choices does otherwise. */
  void requireNothingBut(UNetOptions fixed, Violations violations) {
    violations.require(
        over(fixed, violations).equals(fixed),
        "scoreNetwork.options",
        "scoreNetwork.kind",
        "only ncsn-plus-plus has a choice");
  }
}
