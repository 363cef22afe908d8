package org.p2f.training.network;

import static java.util.Objects.requireNonNullElse;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.diffusion.NoisePreserving;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.diffusion.SubVariancePreserving;
import org.p2f.spec.diffusion.VarianceExploding;
import org.p2f.spec.diffusion.VariancePreserving;

/** What a caller says about the diffusion; null leaves it to the preset. */
@Schema(description = "The diffusion that turns images into noise while t goes from 0 to 1")
public record DiffusionSettings(
    @Schema(
            description =
                "Kind of the diffusion: variance-exploding, variance-preserving or"
                    + " sub-variance-preserving. Another kind than the preset's starts from its"
                    + " published settings. Defaults to the preset's.")
        @Nullable Kind kind,
    @Schema(
            description =
                "Standard deviation of the noise at t = 0 of a `ve` diffusion, in pixel values"
                    + " after scaling, above 0 and below sigmaMax. Defaults to the preset's.")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax("10000")
        @Nullable Double sigmaMin,
    @Schema(
            description =
                "Standard deviation of the noise at t = 1 of a `ve` diffusion, in pixel values"
                    + " after scaling, at most 10000. Defaults to the preset's.")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax("10000")
        @Nullable Double sigmaMax,
    @Schema(
            description =
                "Rate β at t = 0 of a `vp` or `sub-vp` diffusion, per unit of t, above 0 and below"
                    + " betaMax. Defaults to the preset's, else to 0.1.")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax("999")
        @Nullable Double betaMin,
    @Schema(
            description =
                "Rate β at t = 1 of a `vp` or `sub-vp` diffusion, per unit of t, at most 999."
                    + " Defaults to the preset's, else to 20.")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax("999")
        @Nullable Double betaMax) {

  public static final DiffusionSettings NONE = new DiffusionSettings(null, null, null, null, null);

  private static final String KIND = "diffusion.kind";
  private static final String SIGMA_MIN = "diffusion.sigmaMin";
  private static final String SIGMA_MAX = "diffusion.sigmaMax";
  private static final String BETA_MIN = "diffusion.betaMin";
  private static final String BETA_MAX = "diffusion.betaMax";

  public Sde over(Sde preset, Violations violations) {
    Kind chosen = requireNonNullElse(kind, Kind.of(preset));
    Sde base = chosen == Kind.of(preset) ? preset : chosen.published();
    boolean explodes = chosen == Kind.VE;
    violations
        .require(explodes || sigmaMin == null, SIGMA_MIN, KIND, "only ve has it")
        .require(explodes || sigmaMax == null, SIGMA_MAX, KIND, "only ve has it")
        .require(!explodes || betaMin == null, BETA_MIN, KIND, "ve has none")
        .require(!explodes || betaMax == null, BETA_MAX, KIND, "ve has none");
    return switch (base) {
      case VarianceExploding(double first, double last) -> {
        double least = requireNonNullElse(sigmaMin, first);
        double most = requireNonNullElse(sigmaMax, last);
        yield ascends(least, most, SIGMA_MIN, SIGMA_MAX, violations)
            ? new VarianceExploding(least, most)
            : base;
      }
      case NoisePreserving fades -> {
        double least = requireNonNullElse(betaMin, fades.betaMin());
        double most = requireNonNullElse(betaMax, fades.betaMax());
        yield ascends(least, most, BETA_MIN, BETA_MAX, violations) ? fades.with(least, most) : base;
      }
    };
  }

  private static boolean ascends(
      double least, double most, String field, String other, Violations violations) {
    violations.require(least < most, field, other, "%s is not below %s".formatted(least, most));
    return least < most;
  }

  /** The diffusions of Song et al., arXiv:2011.13456. */
  public enum Kind {
    VE,
    VP,
    SUB_VP;

    public static Kind of(Sde diffusion) {
      return switch (diffusion) {
        case VarianceExploding _ -> VE;
        case VariancePreserving _ -> VP;
        case SubVariancePreserving _ -> SUB_VP;
      };
    }

    /** With the published settings. */
    public Sde published() {
      return switch (this) {
        case VE -> VarianceExploding.published();
        case VP -> VariancePreserving.published();
        case SUB_VP -> SubVariancePreserving.published();
      };
    }
  }
}
