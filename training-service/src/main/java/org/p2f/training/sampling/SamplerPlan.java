package org.p2f.training.sampling;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.sampling.Corrector;
import org.p2f.spec.sampling.Predictor;
import org.p2f.spec.sampling.SamplingMethod;
import org.p2f.spec.sampling.SamplingMethod.FixedSteps;
import org.p2f.spec.sampling.SamplingMethod.PredictorCorrector;
import org.p2f.spec.sampling.SamplingMethod.ProbabilityFlow;
import org.p2f.spec.sampling.StepSpacing;

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

  /**
   * What a caller says about how samples are made of noise; null where the default is to be taken.
   */
  @Schema(description = "How samples are made of noise")
  public record SamplerSettings(
      @Schema(
              description =
                  "A chain with noise (`predictor-corrector`), the probability-flow ODE within a"
                      + " tolerance, or one of the solvers that follow it in few steps. Defaults to"
                      + " `predictor-corrector`.")
          @Nullable SamplingMethodKind method,
      @Schema(description = "Predictor of a chain. Defaults to `reverse-diffusion`.")
          @Nullable Predictor predictor,
      @Schema(description = "Corrector of a chain. Defaults to `langevin`.")
          @Nullable CorrectorKind corrector,
      @Schema(
              description =
                  "Number of steps of the predictor or of the solver, 2 to 10000; of pictures in"
                      + " training at most 1000. Defaults to 20 for a solver, to 50 for a chain in"
                      + " training, else to 1000.")
          @Min(2)
          @Max(10_000)
          @Nullable Integer steps,
      @Schema(
              description =
                  "Quantity of which a solver's steps are equal parts, from t = 1 to the end. Defaults"
                      + " to `karras` for `ve` diffusions and to `log-snr` for others.")
          @Nullable StepSpacing spacing,
      @Schema(
              description =
                  "Signal-to-noise ratio of the corrector's steps, above 0 and below 10. Defaults to"
                      + " 0.16.")
          @DecimalMin(value = "0", inclusive = false)
          @DecimalMax(value = "10", inclusive = false)
          @Nullable Double signalToNoise,
      @Schema(description = "Number of corrector steps at each time, 1 to 100. Defaults to 1.")
          @Min(1)
          @Max(100)
          @Nullable Integer correctorSteps,
      @Schema(
              description =
                  "Relative tolerance of the probability-flow ODE, above 0 and below 1. Defaults to"
                      + " 0.00001.")
          @DecimalMin(value = "0", inclusive = false)
          @DecimalMax(value = "1", inclusive = false)
          @Nullable Double relativeTolerance,
      @Schema(
              description =
                  "Absolute tolerance of the probability-flow ODE in pixel values, above 0 and below"
                      + " 1. Defaults to 0.00001.")
          @DecimalMin(value = "0", inclusive = false)
          @DecimalMax(value = "1", inclusive = false)
          @Nullable Double absoluteTolerance,
      @Schema(
              description =
                  "Whether the last step leaves out its noise, that is ends with the mean image."
                      + " Defaults to true.")
          @Nullable Boolean denoise,
      @Schema(
              description =
                  "Classifier-free guidance w by the codes, 0 to 100: the score is"
                      + " (1 + w)·s(x, t, z) − w·s(x, t, 0), at twice the cost. Above 0 it needs a"
                      + " network that was trained with codes and without, loss.codeDropout between 0"
                      + " and 1. Defaults to 0.")
          @DecimalMin("0")
          @DecimalMax("100")
          @Nullable Double guidance) {

    public static final SamplerSettings NONE =
        new SamplerSettings(null, null, null, null, null, null, null, null, null, null, null);
  }
}
