package org.p2f.training.run;

import static java.util.Objects.requireNonNullElse;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.optimizer.OptimizerSpec;
import org.p2f.spec.optimizer.Schedule;

/** What a caller says about the optimizer; null leaves it to the preset. */
@Schema(
    description =
        "Adam or AdamW with a linear warm-up, a bound on the gradient and averaged weights")
record OptimizerSettings(
    @Schema(
            description =
                "Learning rate after the warm-up, above 0 and at most 1. Defaults to the preset's.")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax("1")
        @Nullable Double learningRate,
    @Schema(
            description =
                "Number of steps over which the learning rate rises linearly from 0, 0 to 10000000."
                    + " Defaults to the preset's.")
        @Min(0)
        @Max(10_000_000)
        @Nullable Long warmupSteps,
    @Schema(
            description =
                "Largest norm of the whole gradient, above 0; a longer gradient is shortened to it."
                    + " Defaults to the preset's.")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax("1000000000")
        @Nullable Double clipNorm,
    @Schema(
            description =
                "Decay per step of the averaged weights (EMA), from 0 to below 1. Defaults to the"
                    + " preset's.")
        @DecimalMin("0")
        @DecimalMax(value = "1", inclusive = false)
        @Nullable Double averageDecay,
    @Schema(
            description =
                "Decay per step of Adam's first moment, from 0 to below 1. Defaults to the"
                    + " preset's.")
        @DecimalMin("0")
        @DecimalMax(value = "1", inclusive = false)
        @Nullable Double beta1,
    @Schema(
            description =
                "Decay per step of Adam's second moment, from 0 to below 1. Defaults to the"
                    + " preset's.")
        @DecimalMin("0")
        @DecimalMax(value = "1", inclusive = false)
        @Nullable Double beta2,
    @Schema(
            description =
                "What Adam adds to the root of the second moment, above 0 and at most 1. Defaults"
                    + " to the preset's.")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax("1")
        @Nullable Double epsilon,
    @Schema(
            description =
                "Course of the learning rate after the warm-up: `constant`, or half a `cosine` down"
                    + " to 0 at the last step. Defaults to the preset's.")
        @Nullable Schedule schedule,
    @Schema(
            description =
                "Decoupled weight decay, 0 to 1: each step takes the share learningRate ·"
                    + " weightDecay from all weights, as PyTorch's AdamW; 0 is Adam. Defaults to"
                    + " the preset's.")
        @DecimalMin("0")
        @DecimalMax("1")
        @Nullable Double weightDecay) {

  static final OptimizerSettings NONE =
      new OptimizerSettings(null, null, null, null, null, null, null, null, null);

  OptimizerSpec over(OptimizerSpec preset) {
    return new OptimizerSpec(
        requireNonNullElse(learningRate, preset.learningRate()),
        requireNonNullElse(warmupSteps, preset.warmupSteps()),
        requireNonNullElse(clipNorm, preset.clipNorm()),
        requireNonNullElse(averageDecay, preset.averageDecay()),
        requireNonNullElse(beta1, preset.beta1()),
        requireNonNullElse(beta2, preset.beta2()),
        requireNonNullElse(epsilon, preset.epsilon()),
        requireNonNullElse(schedule, preset.schedule()),
        requireNonNullElse(weightDecay, preset.weightDecay()));
  }
}
