package org.p2f.training.sampling;

import org.jspecify.annotations.Nullable;
import org.p2f.spec.sampling.Predictor;
import org.p2f.spec.sampling.StepSpacing;

/**
 * How samples are made of noise, with every default filled in; what another method would need is
 * null.
 *
 * @param steps of the predictor or the solver
 * @param spacing of the solver's steps
 * @param signalToNoise of the corrector's steps
 * @param correctorSteps at each time
 * @param denoise whether the last step leaves out its noise
 */
public record SamplerPlan(
    SamplingMethodKind method,
    @Nullable Predictor predictor,
    @Nullable CorrectorKind corrector,
    @Nullable Integer steps,
    @Nullable StepSpacing spacing,
    @Nullable Double signalToNoise,
    @Nullable Integer correctorSteps,
    @Nullable Double relativeTolerance,
    @Nullable Double absoluteTolerance,
    boolean denoise) {

  public SamplerPlan withSteps(int other) {
    return new SamplerPlan(
        method,
        predictor,
        corrector,
        other,
        spacing,
        signalToNoise,
        correctorSteps,
        relativeTolerance,
        absoluteTolerance,
        denoise);
  }
}
