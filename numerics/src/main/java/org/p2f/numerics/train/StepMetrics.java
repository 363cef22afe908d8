package org.p2f.numerics.train;

/**
 * What one training step found; losses are means over its batch.
 *
 * @param step from 0
 * @param loss score loss and latent penalty together
 * @param gradientNorm before it was clipped
 * @param learningRate of this step
 * @param averageDecay of the averaged weights at this step
 */
public record StepMetrics(
    long step,
    double loss,
    double scoreLoss,
    double latentPenalty,
    double gradientNorm,
    double learningRate,
    double averageDecay) {}
