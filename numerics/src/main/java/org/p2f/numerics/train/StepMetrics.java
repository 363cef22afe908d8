package org.p2f.numerics.train;

/**
 * What one training step found; losses are weighted means over its batch, 0 where the objective has
 * no such term.
 *
 * @param step from 0
 * @param loss the other four together
 * @param gradientNorm before it was clipped
 * @param learningRate of this step
 * @param averageDecay of the averaged weights at this step
 */
public record StepMetrics(
    long step,
    double loss,
    double scoreLoss,
    double latentPenalty,
    double reconstructionLoss,
    double contrastLoss,
    double gradientNorm,
    double learningRate,
    double averageDecay) {}
