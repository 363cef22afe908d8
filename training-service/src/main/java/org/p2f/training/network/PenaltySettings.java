package org.p2f.training.network;

import static java.util.Objects.requireNonNullElse;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** What a caller says about the penalty on the code; null leaves it to objective and preset. */
@Schema(
    description =
        "The penalty on the code: λ·Σ|z| of a value, λ·KL(N(μ, σ²) ‖ N(0, 1)) of a normal"
            + " distribution")
public record PenaltySettings(
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

  public static final PenaltySettings NONE = new PenaltySettings(null, null, null);

  public PenaltyPlan over(PenaltyPlan preset, Objective objective, Contradictions contradictions) {
    var plan =
        new PenaltyPlan(
            requireNonNullElse(weight, preset.weight()),
            requireNonNullElse(fromStep, preset.fromStep()),
            requireNonNullElse(untilStep, preset.untilStep()));
    contradictions
        .unless(
            objective != Objective.DRL_UNPENALISED || plan.weight() == 0,
            "objective",
            "penalty.weight",
            "codes are not penalised")
        .unless(
            plan.fromStep() <= plan.untilStep(),
            "penalty.fromStep",
            "penalty.untilStep",
            "%d is after %d".formatted(plan.fromStep(), plan.untilStep()));
    return plan;
  }
}
