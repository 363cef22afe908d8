package org.p2f.training.sampling.work;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;
import org.p2f.numerics.solver.ModelSampler;
import org.p2f.numerics.solver.ModelSampler.SourceKind;
import org.p2f.spec.sampling.Corrector;
import org.p2f.spec.sampling.KnownPart;
import org.p2f.spec.sampling.SamplingMethod;
import org.p2f.spec.sampling.Tolerance;
import org.p2f.training.sampling.HolePlan;
import org.p2f.training.sampling.SamplerPlan;
import org.p2f.training.sampling.SamplingPlan;

/** Sampling plans in the words of numerics. */
public final class Samplers {
  private Samplers() {}

  static ModelSampler.Setting of(SamplingPlan plan) {
    Double codeTime = plan.codeTime();
    return new ModelSampler.Setting(
        plan.weights(),
        method(plan.sampler()),
        switch (plan.mode()) {
          case CODES, PRIOR -> SourceKind.CODES;
          case INTERPOLATE -> SourceKind.BETWEEN;
          case RECONSTRUCT, INPAINT, COLOURISE, AGGREGATE -> SourceKind.IMAGES;
        },
        known(plan),
        codeTime == null ? OptionalDouble.empty() : OptionalDouble.of(codeTime));
  }

  private static KnownPart known(SamplingPlan plan) {
    return switch (plan.mode()) {
      case CODES, PRIOR, INTERPOLATE, RECONSTRUCT, AGGREGATE -> new KnownPart.Nothing();
      case COLOURISE -> new KnownPart.Brightness();
      case INPAINT -> {
        HolePlan hole = requireNonNull(plan.hole());
        yield new KnownPart.AllBut(hole.x(), hole.y(), hole.width(), hole.height());
      }
    };
  }

  public static SamplingMethod method(SamplerPlan plan) {
    return switch (plan.method()) {
      case PREDICTOR_CORRECTOR ->
          new SamplingMethod.PredictorCorrector(
              requireNonNull(plan.predictor()),
              corrector(plan),
              requireNonNull(plan.steps()),
              plan.denoise());
      case PROBABILITY_FLOW ->
          new SamplingMethod.ProbabilityFlow(
              new Tolerance(
                  requireNonNull(plan.relativeTolerance()),
                  requireNonNull(plan.absoluteTolerance())),
              plan.denoise());
      case DDIM, HEUN, DPM_SOLVER_PP_2M, EULER, RUNGE_KUTTA_4 ->
          new SamplingMethod.FixedSteps(
              plan.method().solver().orElseThrow(),
              requireNonNull(plan.spacing()),
              requireNonNull(plan.steps()),
              plan.denoise());
    };
  }

  private static Corrector corrector(SamplerPlan plan) {
    return switch (requireNonNull(plan.corrector())) {
      case NONE -> new Corrector.None();
      case LANGEVIN ->
          new Corrector.Langevin(
              requireNonNull(plan.signalToNoise()), requireNonNull(plan.correctorSteps()));
      case ANNEALED_LANGEVIN ->
          new Corrector.AnnealedLangevin(
              requireNonNull(plan.signalToNoise()), requireNonNull(plan.correctorSteps()));
    };
  }
}
