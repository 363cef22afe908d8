package org.p2f.training.domain;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.optimizer.Schedule;

/** What a caller says about the optimizer; null leaves it to the preset. */
public record OptimizerWish(
    @Nullable Double learningRate,
    @Nullable Long warmupSteps,
    @Nullable Double clipNorm,
    @Nullable Double averageDecay,
    @Nullable Schedule schedule) {

  static final OptimizerWish NONE = new OptimizerWish(null, null, null, null, null);

  OptimizerPlan over(OptimizerPlan preset) {
    return new OptimizerPlan(
        Objects.requireNonNullElse(learningRate, preset.learningRate()),
        Objects.requireNonNullElse(warmupSteps, preset.warmupSteps()),
        Objects.requireNonNullElse(clipNorm, preset.clipNorm()),
        Objects.requireNonNullElse(averageDecay, preset.averageDecay()),
        preset.beta1(),
        preset.beta2(),
        preset.epsilon(),
        Objects.requireNonNullElse(schedule, preset.schedule()));
  }
}
