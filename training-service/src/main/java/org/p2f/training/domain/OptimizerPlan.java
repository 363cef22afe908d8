package org.p2f.training.domain;

import org.p2f.spec.optimizer.Schedule;

/**
 * Adam.
 *
 * @param learningRate after the warm-up
 * @param warmupSteps over which the learning rate rises from 0
 * @param clipNorm largest norm of the whole gradient
 * @param averageDecay of the averaged weights (EMA)
 * @param schedule of the learning rate after the warm-up
 */
public record OptimizerPlan(
    double learningRate,
    long warmupSteps,
    double clipNorm,
    double averageDecay,
    double beta1,
    double beta2,
    double epsilon,
    Schedule schedule) {}
