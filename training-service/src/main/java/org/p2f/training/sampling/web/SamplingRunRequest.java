package org.p2f.training.sampling.web;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.data.Split;
import org.p2f.spec.network.Weights;
import org.p2f.spec.sampling.Predictor;
import org.p2f.spec.sampling.StepSpacing;
import org.p2f.training.sampling.CorrectorKind;
import org.p2f.training.sampling.PlanSampling;
import org.p2f.training.sampling.SamplerSettings;
import org.p2f.training.sampling.SamplingMethodKind;
import org.p2f.training.sampling.SamplingMode;
import org.p2f.training.sampling.SamplingWish;

/** Asks for samples. */
@Schema(description = "Images made of noise by a model that is told codes")
record SamplingRunRequest(
    @Schema(description = "Id or alias") String modelId,
    SamplingMode mode,
    @Nullable String name,
    @Schema(description = "Of all noise", defaultValue = "0") @Nullable Long seed,
    @Schema(defaultValue = "ema") @Nullable Weights weights,
    @Schema(description = "Whose images give the codes; not in modes codes and prior")
        @Nullable String datasetId,
    @Schema(
            description = "Its first images are taken, or in mode aggregate any",
            defaultValue = "test")
        @Nullable Split split,
    @Schema(
            description =
                "Numbers of images in the data set, instead of a split; two for interpolate")
        @Nullable List<@Min(0) Integer> images,
    @Schema(
            description =
                "Number of images of the split, of points between two images, or of codes drawn",
            defaultValue = "16")
        @Min(1)
        @Max(50_000)
        @Nullable Integer n,
    @Schema(description = "Samples of each image or code", defaultValue = "1") @Min(1) @Max(64)
        @Nullable Integer variations,
    @Schema(description = "For mode codes") @Nullable List<List<Double>> codes,
    @Schema(description = "Use E(x, t) of this t throughout; else each t on the way its own")
        @DecimalMin("0")
        @DecimalMax("1")
        @Nullable Double codeTime,
    @Schema(description = "For mode inpaint, as the other three; pixels from the left") @Min(0)
        @Nullable Integer holeX,
    @Schema(description = "Pixels from above") @Min(0) @Nullable Integer holeY,
    @Min(1) @Nullable Integer holeWidth,
    @Min(1) @Nullable Integer holeHeight,
    @Schema(
            description =
                "A chain with noise, the probability-flow ODE within a tolerance, or one of the"
                    + " solvers that follow it in few steps",
            defaultValue = "predictor-corrector")
        @Nullable SamplingMethodKind method,
    @Schema(defaultValue = "reverse-diffusion") @Nullable Predictor predictor,
    @Schema(defaultValue = "langevin") @Nullable CorrectorKind corrector,
    @Schema(
            description = "Of the predictor, or of a solver, whose default is 20",
            defaultValue = "1000")
        @Min(2)
        @Max(10_000)
        @Nullable Integer steps,
    @Schema(
            description =
                "Equal parts of what a solver's steps are, from t = 1 to the end; by default"
                    + " karras for variance-exploding diffusions and log-snr for others")
        @Nullable StepSpacing spacing,
    @Schema(description = "Of the corrector's steps", defaultValue = "0.16")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax(value = "10", inclusive = false)
        @Nullable Double signalToNoise,
    @Schema(description = "At each time", defaultValue = "1") @Min(1) @Max(100)
        @Nullable Integer correctorSteps,
    @Schema(description = "Of the probability-flow ODE", defaultValue = "0.00001")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax(value = "1", inclusive = false)
        @Nullable Double relativeTolerance,
    @Schema(description = "Of the probability-flow ODE", defaultValue = "0.00001")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax(value = "1", inclusive = false)
        @Nullable Double absoluteTolerance,
    @Schema(
            description = "Whether the last step leaves out its noise, or ends with the mean image",
            defaultValue = "true")
        @Nullable Boolean denoise,
    @Schema(description = "Samples made together; their noise depends on it", defaultValue = "64")
        @Min(1)
        @Max(PlanSampling.LARGEST_BATCH)
        @Nullable Integer batchSize) {

  /**
   * @param model the id that the alias stands for now
   */
  SamplingWish toWish(String model) {
    return new SamplingWish(
        model,
        mode,
        name,
        seed,
        weights,
        new SamplingWish.Source(datasetId, split, images, n, variations, codes, codeTime),
        new SamplingWish.Hole(holeX, holeY, holeWidth, holeHeight),
        new SamplerSettings(
            method,
            predictor,
            corrector,
            steps,
            spacing,
            signalToNoise,
            correctorSteps,
            relativeTolerance,
            absoluteTolerance,
            denoise),
        batchSize);
  }
}
