package org.p2f.training.domain;

import org.jspecify.annotations.Nullable;

/**
 * What one step of training measured.
 *
 * @param step number of the step, from 1
 * @param loss what is minimised
 * @param scoreLoss its part that compares score and noise
 * @param latentPenalty its part that keeps the code small
 * @param gradientNorm over all parameters, before clipping
 * @param imagesPerSecond by the clock, so differs between runs of one plan
 */
public record MetricPoint(
    long step,
    double loss,
    double scoreLoss,
    double latentPenalty,
    double gradientNorm,
    double learningRate,
    @Nullable Double imagesPerSecond) {}
