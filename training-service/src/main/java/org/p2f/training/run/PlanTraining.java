package org.p2f.training.run;

import static java.util.Objects.requireNonNullElse;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.data.Augmentation;
import org.p2f.spec.data.PixelScaling;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.network.PrecisionChoice;
import org.p2f.spec.objective.Loss;
import org.p2f.spec.objective.Reconstruction;
import org.p2f.training.dataset.DatasetDescription;
import org.p2f.training.network.DiffusionSettings;
import org.p2f.training.network.EncoderSettings;
import org.p2f.training.network.Objective;
import org.p2f.training.run.TrainingPlan.ImagesPlan;
import org.p2f.training.run.TrainingRunRequest.Setting;

/** Turns a request into a plan: the preset's defaults, and over them what the caller said. */
final class PlanTraining {
  private final TrainingRunRequest request;
  private final Preset preset;
  private final Setting setting;
  private final DatasetDescription dataset;
  private final Violations violations;

  private PlanTraining(
      TrainingRunRequest request, Preset preset, Setting setting, Violations violations) {
    this.request = request;
    this.preset = preset;
    this.setting = setting;
    this.dataset = setting.dataset();
    this.violations = violations;
  }

  static TrainingPlan resolve(
      TrainingRunRequest request, Optional<Setting> setting, Violations violations) {
    requireChoices(request, violations);
    Optional<Preset> preset = Preset.find(request.preset());
    violations
        .require(setting.isPresent(), "datasetId", "is unknown")
        .require(preset.isPresent(), "preset", "must be one of: " + Preset.names())
        .refuse();
    return new PlanTraining(request, preset.orElseThrow(), setting.orElseThrow(), violations)
        .resolve();
  }

  private static void requireChoices(TrainingRunRequest request, Violations violations) {
    violations.requireName(request.name(), Violations.LONGEST_NAME);
    encoder(request).requireChoices(violations);
    scoreNetwork(request).requireChoices(violations);
    if (request.probe() != null) {
      request.probe().requireChoices(violations);
    }
    if (request.averages() != null) {
      request.averages().requireChoices(violations);
    }
  }

  private static EncoderSettings encoder(TrainingRunRequest request) {
    return requireNonNullElse(request.encoder(), EncoderSettings.NONE);
  }

  private static ScoreNetworkSettings scoreNetwork(TrainingRunRequest request) {
    return requireNonNullElse(request.scoreNetwork(), ScoreNetworkSettings.NONE);
  }

  private LossSettings loss() {
    return requireNonNullElse(request.loss(), LossSettings.NONE);
  }

  private TrainingPlan resolve() {
    TrainingPlan plan = merged();
    scoreNetwork(request)
        .requireConsistent(plan, preset.scoreNetwork(), dataset.height(), violations);
    loss().requireConsistent(plan, violations);
    requireFit(plan);
    violations.refuse();
    return plan;
  }

  private TrainingPlan merged() {
    Objective objective = request.objective();
    long steps = requireNonNullElse(request.steps(), preset.steps());
    int batchSize =
        requireNonNullElse(request.batchSize(), Math.min(preset.batchSize(), forTraining()));
    int batchParts = requireNonNullElse(request.batchParts(), 1);
    Sde diffusion =
        requireNonNullElse(request.diffusion(), DiffusionSettings.NONE)
            .over(preset.diffusion(), violations);
    Loss loss = loss().over(preset.loss(), objective, diffusion);
    return new TrainingPlan(
        Objects.requireNonNullElseGet(request.name(), this::name),
        request.datasetId(),
        preset.name(),
        objective,
        requireNonNullElse(request.seed(), 0L),
        steps,
        batchSize,
        batchParts,
        requireNonNullElse(request.replicas(), replicas(batchSize, batchParts)),
        requireNonNullElse(request.precision(), PrecisionChoice.AUTO).resolve(setting.fastest()),
        request.checkpointId(),
        images(loss),
        encoder(request).over(preset.encoder(), violations),
        scoreNetwork(request).over(preset.scoreNetworkFor(dataset.height()), violations),
        diffusion,
        requireNonNullElse(request.penalty(), PenaltySettings.NONE)
            .over(preset.penalty().of(objective, steps), objective, violations),
        loss,
        request.contrast() == null ? null : request.contrast().contrast(),
        requireNonNullElse(request.optimizer(), OptimizerSettings.NONE).over(preset.optimizer()),
        requireNonNullElse(request.checkpoints(), CheckpointSettings.NONE)
            .over(preset.checkpoints(), steps, violations),
        request.probe() == null ? null : request.probe().plan(),
        request.samples() == null
            ? null
            : request.samples().plan(dataset.splits().test(), diffusion, violations),
        request.averages() == null ? null : request.averages().plan());
  }

  /** Images of both: no labels are seen. */
  private int forTraining() {
    return dataset.splits().train() + dataset.splits().validation();
  }

  /** The preset's, unless the caller's batch does not divide into them. */
  private int replicas(int batchSize, int batchParts) {
    int replicas = preset.replicas();
    boolean divides = batchSize % (replicas * batchParts) == 0 && batchSize / replicas >= 2;
    return divides ? replicas : 1;
  }

  private String name() {
    return "%s %s on %s"
        .formatted(
            preset.name(),
            request.objective().name().toLowerCase(Locale.ROOT),
            setting.datasetName());
  }

  /** Cross-entropy needs pixels as they are; else the preset decides, or the data set. */
  private ImagesPlan images(Loss loss) {
    ImageSettings said = requireNonNullElse(request.images(), ImageSettings.NONE);
    PixelScaling published =
        requireNonNullElse(preset.images().scaling(), dataset.source().scaling());
    return new ImagesPlan(
        requireNonNullElse(
            said.scaling(),
            loss.reconstruction() == Reconstruction.BCE ? PixelScaling.UNIT : published),
        requireNonNullElse(
            said.augmentation(),
            request.contrast() == null ? Augmentation.NONE : Augmentation.SIMSIAM));
  }

  /** What a data set rules out. */
  private void requireFit(TrainingPlan plan) {
    Integer size = preset.imageSize();
    violations.require(
        size == null || size == dataset.height(),
        "preset",
        setting.field(),
        "it is for images of %d pixels, not %d".formatted(size, dataset.height()));
    int multiple = plan.scoreNetwork().sideMultiple();
    int forTraining = forTraining();
    violations
        .require(
            plan.batchSize() % plan.replicas() == 0 && plan.batchSize() / plan.replicas() >= 2,
            "replicas",
            "must divide the batch of %d into parts of 2 images or more"
                .formatted(plan.batchSize()))
        .require(
            plan.batchSize() / plan.replicas() % plan.batchParts() == 0,
            "batchParts",
            "must divide the batch of %d".formatted(plan.batchSize() / plan.replicas()))
        .require(
            dataset.height() == dataset.width(),
            setting.field(),
            "its images have %d×%d pixels; the networks take square ones"
                .formatted(dataset.height(), dataset.width()))
        .require(
            dataset.height() % multiple == 0,
            scoreNetwork(request).channelMultipliers() == null
                ? "preset"
                : "scoreNetwork.channelMultipliers",
            "%s takes images whose sides are multiples of %d pixels, not %d"
                .formatted(plan.preset(), multiple, dataset.height()))
        .require(
            plan.batchSize() <= forTraining,
            "batchSize",
            "%d is more than the %d training images".formatted(plan.batchSize(), forTraining));
    ContrastSettings.requireConsistent(plan, violations);
    if (request.samples() != null) {
      request.samples().requireConsistent(plan, dataset.splits().test(), violations);
    }
    if (plan.averages() != null) {
      AverageSettings.requireConsistent(plan.averages(), plan.steps(), violations);
    }
  }
}
