package org.p2f.training.run;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What one step of training measured, or the mean of several.
 *
 * @param step number of the step, from 1; of several, the last
 * @param loss what is minimised
 * @param scoreLoss its part that compares score and noise
 * @param latentPenalty its part that keeps the code small
 * @param reconstructionLoss its part that compares an image with what is made of its code
 * @param gradientNorm over all parameters, before clipping
 * @param averageDecay of the averaged weights (EMA) at this step; it rises from 2/11
 * @param imagesPerSecond by the clock, so differs between runs of one plan, as the next two do
 * @param dataWait share of the step's time in which it waited for its images
 * @param memoryBytes resident memory of the process that trains; null where the system does not
 *     tell
 */
@Schema(
    name = "TrainingMetricPointView",
    description = "The mean over the steps since the point before, shown at the last of them")
public record MetricPoint(
    long step,
    double loss,
    double scoreLoss,
    double latentPenalty,
    double reconstructionLoss,
    @Schema(description = "Before clipping") double gradientNorm,
    double learningRate,
    @Schema(description = "Of the averaged weights (EMA)") @Nullable Double averageDecay,
    @Nullable Double imagesPerSecond,
    @Schema(description = "Share of the time in which steps waited for their images")
        @Nullable Double dataWait,
    @Schema(description = "Resident memory of the process that trains")
        @Nullable Long memoryBytes) {}
