package org.p2f.training.run;

import static java.util.Objects.requireNonNullElse;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.objective.Penalty;
import org.p2f.training.network.Objective;

/** What a caller says about the penalty on the code; null leaves it to objective and preset. */
@Schema(
    description =
        "The penalty on the code: λ·Σ|z| of a value, λ·KL(N(μ, σ²) ‖ N(0, 1)) of a normal"
            + " distribution")
record PenaltySettings(
    @Schema(
            description =
                "Weight λ of the penalty, 0 to 1000000. Defaults to what the preset says for the"
                    + " objective.")
        @DecimalMin("0")
        @DecimalMax("1000000")
        @Nullable Double weight,
    @Schema(
            description =
                "First step, counted from 0, at which the penalty may count. Defaults to what the"
                    + " preset says for the objective.")
        @Min(0)
        @Nullable Long fromStep,
    @Schema(
            description =
                "Step from which on the penalty counts whole, no earlier than fromStep; between the"
                    + " two its share rises linearly. Defaults to what the preset says for the"
                    + " objective.")
        @Min(0)
        @Nullable Long untilStep) {

  static final PenaltySettings NONE = new PenaltySettings(null, null, null);

  Penalty over(Penalty preset, Objective objective, Violations violations) {
    double chosen = requireNonNullElse(weight, preset.weight());
    long from = requireNonNullElse(fromStep, preset.fromStep());
    long until = requireNonNullElse(untilStep, preset.untilStep());
    violations
        .require(
            objective != Objective.DRL_UNPENALISED || chosen == 0,
            "objective",
            "penalty.weight",
            "codes are not penalised")
        .require(
            from <= until,
            "penalty.fromStep",
            "penalty.untilStep",
            "%d is after %d".formatted(from, until));
    return from <= until ? new Penalty(chosen, from, until) : preset;
  }
}
