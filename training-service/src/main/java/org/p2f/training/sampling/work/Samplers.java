package org.p2f.training.sampling.work;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;
import org.p2f.numerics.solver.ModelSampler;
import org.p2f.numerics.solver.ModelSampler.SourceKind;
import org.p2f.spec.sampling.KnownPart;
import org.p2f.training.sampling.SamplingPlan;

/** Sampling plans in the words of numerics. */
final class Samplers {
  private Samplers() {}

  static ModelSampler.Setting of(SamplingPlan plan) {
    Double codeTime = plan.codeTime();
    return new ModelSampler.Setting(
        plan.weights(),
        plan.sampler().method(),
        plan.sampler().guidance(),
        switch (plan.mode()) {
          case CODES, PRIOR -> SourceKind.CODES;
          case INTERPOLATE -> SourceKind.BETWEEN;
          case RECONSTRUCT, INPAINT, COLOURISE, AGGREGATE -> SourceKind.IMAGES;
          case UNCONDITIONAL -> SourceKind.NOTHING;
        },
        known(plan),
        codeTime == null ? OptionalDouble.empty() : OptionalDouble.of(codeTime));
  }

  private static KnownPart known(SamplingPlan plan) {
    return switch (plan.mode()) {
      case CODES, PRIOR, INTERPOLATE, RECONSTRUCT, AGGREGATE, UNCONDITIONAL ->
          new KnownPart.Nothing();
      case COLOURISE -> new KnownPart.Brightness();
      case INPAINT -> requireNonNull(plan.hole());
    };
  }
}
