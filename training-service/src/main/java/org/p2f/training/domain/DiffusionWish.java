package org.p2f.training.domain;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.Violations;

/** What a caller says about the diffusion; null leaves it to the preset. */
public record DiffusionWish(
    @Nullable DiffusionKind kind,
    @Nullable Double sigmaMin,
    @Nullable Double sigmaMax,
    @Nullable Double betaMin,
    @Nullable Double betaMax) {

  static final DiffusionWish NONE = new DiffusionWish(null, null, null, null, null);

  private static final double LARGEST = 1e4;

  /** So that no step of the published chain of 1,000 takes more than the whole image. */
  private static final double LARGEST_BETA = 999;

  void requireRanges(Violations violations) {
    requirePositive(violations, sigmaMin, "sigmaMin", LARGEST);
    requirePositive(violations, sigmaMax, "sigmaMax", LARGEST);
    requirePositive(violations, betaMin, "betaMin", LARGEST_BETA);
    requirePositive(violations, betaMax, "betaMax", LARGEST_BETA);
  }

  private static void requirePositive(
      Violations violations, @Nullable Double value, String field, double most) {
    violations.require(
        value == null || (0 < value && value <= most),
        field,
        "must be above 0 and at most %s".formatted(most));
  }

  DiffusionPlan over(DiffusionPlan preset) {
    DiffusionKind chosen = Objects.requireNonNullElse(kind, preset.kind());
    DiffusionPlan base = chosen == preset.kind() ? preset : DiffusionPlan.published(chosen);
    return new DiffusionPlan(
        chosen,
        base.explodes() && sigmaMin != null ? sigmaMin : base.sigmaMin(),
        base.explodes() && sigmaMax != null ? sigmaMax : base.sigmaMax(),
        !base.explodes() && betaMin != null ? betaMin : base.betaMin(),
        !base.explodes() && betaMax != null ? betaMax : base.betaMax());
  }

  /**
   * @param plan what this became
   */
  void requireConsistent(DiffusionPlan plan, Contradictions contradictions) {
    boolean explodes = plan.explodes();
    contradictions
        .unless(explodes || sigmaMin == null, "sigmaMin", "diffusion", "only ve has it")
        .unless(explodes || sigmaMax == null, "sigmaMax", "diffusion", "only ve has it")
        .unless(!explodes || betaMin == null, "betaMin", "diffusion", "ve has none")
        .unless(!explodes || betaMax == null, "betaMax", "diffusion", "ve has none")
        .unless(
            ascends(plan.sigmaMin(), plan.sigmaMax()),
            "sigmaMin",
            "sigmaMax",
            "%s is not below %s".formatted(plan.sigmaMin(), plan.sigmaMax()))
        .unless(
            ascends(plan.betaMin(), plan.betaMax()),
            "betaMin",
            "betaMax",
            "%s is not below %s".formatted(plan.betaMin(), plan.betaMax()));
  }

  private static boolean ascends(@Nullable Double least, @Nullable Double most) {
    return least == null || most == null || least < most;
  }
}
