package org.p2f.training.domain;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.optimizer.Schedule;

/** What a caller says about the optimizer; null leaves it to the preset. */
public record OptimizerWish(
    @Nullable Double learningRate,
    @Nullable Long warmupSteps,
    @Nullable Double clipNorm,
    @Nullable Double averageDecay,
    @Nullable Schedule schedule) {

  static final OptimizerWish NONE = new OptimizerWish(null, null, null, null, null);

  private static final double LARGEST_LEARNING_RATE = 1;
  private static final long MOST_WARMUP_STEPS = 10_000_000;
  private static final double LARGEST_NORM = 1e9;

  void requireRanges(Violations violations) {
    violations
        .require(
            learningRate == null || (0 < learningRate && learningRate <= LARGEST_LEARNING_RATE),
            "learningRate",
            "must be above 0 and at most %s".formatted(LARGEST_LEARNING_RATE))
        .require(
            warmupSteps == null || (0 <= warmupSteps && warmupSteps <= MOST_WARMUP_STEPS),
            "warmupSteps",
            "must be 0 to %d".formatted(MOST_WARMUP_STEPS))
        .require(
            clipNorm == null || (0 < clipNorm && clipNorm <= LARGEST_NORM),
            "clipNorm",
            "must be above 0 and at most %s".formatted(LARGEST_NORM))
        .require(
            averageDecay == null || (0 <= averageDecay && averageDecay < 1),
            "averageDecay",
            "must be 0 to below 1");
  }

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
