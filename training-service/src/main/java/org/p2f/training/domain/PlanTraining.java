package org.p2f.training.domain;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.InvalidPlan;
import org.p2f.kit.plan.Violations;

/** Turns a wish into a plan: the preset's defaults, and over them what the caller said. */
public final class PlanTraining {
  private static final int LONGEST_NAME = 120;
  private static final long MOST_STEPS = 100_000_000;
  private static final int SMALLEST_BATCH = 2;
  private static final int LARGEST_BATCH = 4_096;
  private static final double LARGEST_LEARNING_RATE = 1;

  private PlanTraining() {}

  /**
   * What the plan is for.
   *
   * @param fastest the precision in which this machine computes fastest
   */
  public record Setting(String datasetName, DatasetDescription dataset, Precision fastest) {}

  /**
   * @param setting empty if there is no such data set
   * @throws InvalidPlan with everything that is wrong
   */
  public static TrainingPlan resolve(TrainingWish wish, Optional<Setting> setting) {
    var violations = new Violations();
    requireRanges(wish, violations);
    Optional<Preset> preset = Presets.find(wish.preset());
    violations
        .require(setting.isPresent(), "datasetId", "is unknown")
        .require(preset.isPresent(), "preset", "must be one of: " + Presets.names());
    Optional<TrainingPlan> plan = preset.flatMap(p -> setting.map(s -> fill(wish, p, s)));
    setting.ifPresent(s -> plan.ifPresent(p -> requireFit(p, s.dataset(), violations)));
    violations.refuse();
    return plan.orElseThrow();
  }

  private static void requireRanges(TrainingWish wish, Violations violations) {
    violations
        .require(
            holds(wish.name(), n -> !n.isBlank() && n.length() <= LONGEST_NAME),
            "name",
            "must have 1 to %d characters".formatted(LONGEST_NAME))
        .require(
            holds(wish.steps(), n -> 0 <= n && n <= MOST_STEPS),
            "steps",
            "must be 0 to %d".formatted(MOST_STEPS))
        .require(
            holds(wish.batchSize(), n -> SMALLEST_BATCH <= n && n <= LARGEST_BATCH),
            "batchSize",
            "must be %d to %d".formatted(SMALLEST_BATCH, LARGEST_BATCH))
        .require(
            holds(wish.learningRate(), r -> 0 < r && r <= LARGEST_LEARNING_RATE),
            "learningRate",
            "must be above 0 and at most %s".formatted(LARGEST_LEARNING_RATE))
        .require(
            holds(wish.latentSize(), EncoderPlan::isLatentSize),
            "latentSize",
            "must be a power of two from 2 to %d".formatted(EncoderPlan.LARGEST_LATENT));
    wish.operation().require(violations);
  }

  private static <T> boolean holds(@Nullable T value, java.util.function.Predicate<T> condition) {
    return value == null || condition.test(value);
  }

  private static TrainingPlan fill(TrainingWish wish, Preset preset, Setting setting) {
    DatasetDescription dataset = setting.dataset();
    OptimizerPlan optimizer = preset.optimizer();
    Double learningRate = wish.learningRate();
    Integer latentSize = wish.latentSize();
    return new TrainingPlan(
        Objects.requireNonNullElseGet(
            wish.name(),
            () ->
                "%s %s on %s"
                    .formatted(
                        preset.name(),
                        wish.objective().name().toLowerCase(Locale.ROOT),
                        setting.datasetName())),
        wish.datasetId(),
        preset.name(),
        wish.objective(),
        Objects.requireNonNullElse(wish.seed(), 0L),
        Objects.requireNonNullElse(wish.steps(), preset.steps()),
        Objects.requireNonNullElse(wish.batchSize(), preset.batchSize()),
        Objects.requireNonNullElse(wish.batchParts(), 1),
        new ImagesPlan(
            dataset.channels(),
            dataset.height(),
            PixelScaling.of(dataset.source()),
            Objects.requireNonNullElse(wish.augmentation(), Augmentation.NONE)),
        latentSize == null ? preset.encoder() : preset.encoder().withLatentSize(latentSize),
        preset.scoreNetworkFor(dataset.height()),
        preset.diffusion(),
        preset.latentPenalty(),
        learningRate == null ? optimizer : optimizer.withLearningRate(learningRate),
        precision(wish.precision(), setting.fastest()),
        preset.checkpoints().with(wish.operation()),
        wish.operation().probe(),
        wish.checkpointId());
  }

  private static Precision precision(@Nullable PrecisionChoice choice, Precision fastest) {
    return switch (choice) {
      case null -> fastest;
      case AUTO -> fastest;
      case FLOAT32 -> Precision.FLOAT32;
      case BFLOAT16 -> Precision.BFLOAT16;
    };
  }

  /** What a preset and a data set rule out together. */
  private static void requireFit(
      TrainingPlan plan, DatasetDescription dataset, Violations violations) {
    int multiple = 1 << plan.scoreNetwork().halvings();
    int forTraining =
        dataset.splits().train() + dataset.splits().validation(); // no labels are seen
    violations
        .require(
            plan.batchParts() >= 1 && plan.batchSize() % plan.batchParts() == 0,
            "batchParts",
            "must divide the batch of %d".formatted(plan.batchSize()))
        .require(
            dataset.height() == dataset.width(),
            "datasetId",
            "its images have %d×%d pixels; the networks take square ones"
                .formatted(dataset.height(), dataset.width()))
        .require(
            dataset.height() % multiple == 0,
            "preset",
            "%s takes images whose sides are multiples of %d pixels, not %d"
                .formatted(plan.preset(), multiple, dataset.height()))
        .require(
            plan.batchSize() <= forTraining,
            "batchSize",
            "%d is more than the %d training images".formatted(plan.batchSize(), forTraining));
  }
}
