package org.p2f.training.domain;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.InvalidPlan;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.data.Augmentation;
import org.p2f.spec.data.PixelScaling;
import org.p2f.spec.network.Precision;
import org.p2f.spec.network.PrecisionChoice;
import org.p2f.spec.objective.Reconstruction;

/** Turns a wish into a plan: the preset's defaults, and over them what the caller said. */
public final class PlanTraining {
  private static final int LONGEST_NAME = 120;

  private PlanTraining() {}

  /**
   * What the plan is for.
   *
   * @param field of the request, that says which images it is for
   * @param fastest the precision in which this machine computes fastest
   */
  public record Setting(
      String field, String datasetName, DatasetDescription dataset, Precision fastest) {

    /** A data set that the caller has named. */
    public Setting(String datasetName, DatasetDescription dataset, Precision fastest) {
      this("datasetId", datasetName, dataset, fastest);
    }
  }

  /**
   * @param setting empty if there is no such data set
   * @param violations found so far
   * @throws InvalidPlan with everything that is wrong
   */
  public static TrainingPlan resolve(
      TrainingWish wish, Optional<Setting> setting, Violations violations) {
    requireChoices(wish, violations);
    Optional<Preset> preset = Presets.find(wish.preset());
    violations
        .require(setting.isPresent(), "datasetId", "is unknown")
        .require(preset.isPresent(), "preset", "must be one of: " + Presets.names());
    Optional<TrainingPlan> plan = preset.flatMap(p -> setting.map(s -> fill(wish, p, s)));
    plan.ifPresent(p -> requireConsistent(wish, p, new Contradictions(violations)));
    if (plan.isPresent()) {
      requireFit(wish, preset.orElseThrow(), plan.get(), setting.orElseThrow(), violations);
    }
    violations.refuse();
    return plan.orElseThrow();
  }

  private static void requireChoices(TrainingWish wish, Violations violations) {
    violations.require(
        wish.name() == null || (!wish.name().isBlank() && wish.name().length() <= LONGEST_NAME),
        "name",
        "must have 1 to %d characters".formatted(LONGEST_NAME));
    wish.operation().require(violations);
    wish.encoder().requireChoices(violations);
    wish.scoreNetwork().requireChoices(violations);
  }

  private static TrainingPlan fill(TrainingWish wish, Preset preset, Setting setting) {
    DatasetDescription dataset = setting.dataset();
    DiffusionPlan diffusion = wish.diffusion().over(preset.diffusion());
    LossPlan loss = wish.loss().of(wish.objective(), diffusion, preset.loss());
    long steps = Objects.requireNonNullElse(wish.steps(), preset.steps());
    PixelScaling scaling = scaling(wish, preset, loss, dataset);
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
        steps,
        Objects.requireNonNullElse(wish.batchSize(), preset.batchSize()),
        Objects.requireNonNullElse(wish.batchParts(), 1),
        new ImagesPlan(
            dataset.channels(),
            dataset.height(),
            scaling,
            std(scaling, dataset),
            Objects.requireNonNullElse(wish.augmentation(), Augmentation.NONE)),
        wish.encoder().over(preset.encoder()),
        wish.scoreNetwork().over(preset.scoreNetworkFor(dataset.height())),
        diffusion,
        wish.loss().penalty(wish.objective(), preset.penalty(), steps),
        loss,
        wish.optimizer().over(preset.optimizer()),
        precision(wish.precision(), setting.fastest()),
        preset.checkpoints().with(wish.operation()),
        wish.operation().probe(),
        wish.operation().samples().plan(dataset.splits().test(), diffusion.kind()),
        wish.checkpointId());
  }

  /** Of preprocessed pixels; channels that are standardised have 1. */
  private static double std(PixelScaling scaling, DatasetDescription dataset) {
    return switch (scaling) {
      case STANDARDISED -> 1;
      case UNIT -> dataset.std().stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    };
  }

  /** Cross-entropy needs pixels as they are; else the preset decides, or the data set. */
  private static PixelScaling scaling(
      TrainingWish wish, Preset preset, LossPlan loss, DatasetDescription dataset) {
    if (wish.pixelScaling() != null) {
      return wish.pixelScaling();
    }
    if (loss.reconstruction() == Reconstruction.BCE) {
      return PixelScaling.UNIT;
    }
    return preset.scaling() == null ? dataset.source().scaling() : preset.scaling();
  }

  private static void requireConsistent(
      TrainingWish wish, TrainingPlan plan, Contradictions contradictions) {
    wish.encoder().requireConsistent(plan.encoder(), contradictions);
    wish.scoreNetwork().requireConsistent(plan, contradictions);
    wish.diffusion().requireConsistent(plan.diffusion(), contradictions);
    wish.loss().requireConsistent(plan, contradictions);
    plan.checkpoints().requireConsistent(plan.steps(), contradictions);
  }

  private static Precision precision(@Nullable PrecisionChoice choice, Precision fastest) {
    return Objects.requireNonNullElse(choice, PrecisionChoice.AUTO).resolve(fastest);
  }

  /** What a data set rules out. */
  private static void requireFit(
      TrainingWish wish, Preset preset, TrainingPlan plan, Setting setting, Violations violations) {
    DatasetDescription dataset = setting.dataset();
    Integer size = preset.imageSize();
    if (size != null && size != dataset.height()) {
      new Contradictions(violations)
          .unless(
              false,
              "preset",
              setting.field(),
              "it is for images of %d pixels, not %d".formatted(size, dataset.height()));
    }
    int multiple = plan.scoreNetwork().sideMultiple();
    int forTraining =
        dataset.splits().train() + dataset.splits().validation(); // no labels are seen
    violations
        .require(
            plan.batchParts() >= 1 && plan.batchSize() % plan.batchParts() == 0,
            "batchParts",
            "must divide the batch of %d".formatted(plan.batchSize()))
        .require(
            dataset.height() == dataset.width(),
            setting.field(),
            "its images have %d×%d pixels; the networks take square ones"
                .formatted(dataset.height(), dataset.width()))
        .require(
            multiple < 1 || dataset.height() % multiple == 0, // or it is refused already
            wish.scoreNetwork().channelMultipliers() == null ? "preset" : "channelMultipliers",
            "%s takes images whose sides are multiples of %d pixels, not %d"
                .formatted(plan.preset(), multiple, dataset.height()))
        .require(
            plan.batchSize() <= forTraining,
            "batchSize",
            "%d is more than the %d training images".formatted(plan.batchSize(), forTraining));
    wish.operation()
        .samples()
        .requireConsistent(plan, dataset.splits().test(), new Contradictions(violations));
  }
}
