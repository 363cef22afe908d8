package org.p2f.training.sampling;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.sampling.Corrector;
import org.p2f.spec.sampling.SamplingMethod;
import org.p2f.spec.sampling.SamplingMethod.FixedSteps;
import org.p2f.spec.sampling.SamplingMethod.PredictorCorrector;
import org.p2f.spec.sampling.SamplingMethod.ProbabilityFlow;

/**
 * How samples are made of noise, with every default filled in. As JSON it is the {@link
 * SamplerSettings} that ask for it.
 *
 * @param guidance by the codes, at least 0
 */
public record SamplerPlan(SamplingMethod method, double guidance) {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static SamplerPlan of(SamplerSettings settings) {
    return PlanSampler.complete(settings);
  }

  /**
   * The sampler of pictures in training.
   *
   * @param said within its bounds
   * @param diffusion of the run
   */
  public static SamplerPlan ofGrids(SamplerSettings said, Sde diffusion, Violations violations) {
    return PlanSampler.ofGrids(said, diffusion, violations);
  }

  @JsonValue
  SamplerSettings settings() {
    return switch (method) {
      case PredictorCorrector chain ->
          switch (chain.corrector()) {
            case Corrector.None _ -> of(chain, CorrectorKind.NONE, null, null);
            case Corrector.Langevin(double ratio, int steps) ->
                of(chain, CorrectorKind.LANGEVIN, ratio, steps);
            case Corrector.AnnealedLangevin(double ratio, int steps) ->
                of(chain, CorrectorKind.ANNEALED_LANGEVIN, ratio, steps);
          };
      case ProbabilityFlow(var tolerance, boolean denoise) ->
          new SamplerSettings(
              SamplingMethodKind.PROBABILITY_FLOW,
              null,
              null,
              null,
              null,
              null,
              null,
              tolerance.relative(),
              tolerance.absolute(),
              denoise,
              guidance);
      case FixedSteps(var solver, var spacing, int steps, boolean denoise) ->
          new SamplerSettings(
              SamplingMethodKind.of(solver),
              null,
              null,
              steps,
              spacing,
              null,
              null,
              null,
              null,
              denoise,
              guidance);
    };
  }

  private SamplerSettings of(
      PredictorCorrector chain,
      CorrectorKind corrector,
      @Nullable Double signalToNoise,
      @Nullable Integer correctorSteps) {
    return new SamplerSettings(
        SamplingMethodKind.PREDICTOR_CORRECTOR,
        chain.predictor(),
        corrector,
        chain.steps(),
        null,
        signalToNoise,
        correctorSteps,
        null,
        null,
        chain.denoise(),
        guidance);
  }

  /**
   * The same in so many steps.
   *
   * @throws IllegalStateException if a tolerance decides their number
   */
  public SamplerPlan withSteps(int steps) {
    return new SamplerPlan(
        switch (method) {
          case PredictorCorrector(var predictor, var corrector, int _, boolean denoise) ->
              new PredictorCorrector(predictor, corrector, steps, denoise);
          case FixedSteps(var solver, var spacing, int _, boolean denoise) ->
              new FixedSteps(solver, spacing, steps, denoise);
          case ProbabilityFlow _ -> throw new IllegalStateException("Its tolerance decides");
        },
        guidance);
  }

  /**
   * Number of steps.
   *
   * @throws IllegalStateException if a tolerance decides it
   */
  public int steps() {
    return switch (method) {
      case PredictorCorrector chain -> chain.steps();
      case FixedSteps fixed -> fixed.steps();
      case ProbabilityFlow _ -> throw new IllegalStateException("Its tolerance decides");
    };
  }
}
