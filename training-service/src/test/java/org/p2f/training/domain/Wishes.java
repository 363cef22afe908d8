package org.p2f.training.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.InvalidPlan;
import org.p2f.kit.plan.Violations;
import org.p2f.kit.problem.InvalidField;
import org.p2f.spec.diffusion.TimeSteps;
import org.p2f.spec.network.Precision;
import org.p2f.spec.network.UNetOptions.Embedding;
import org.p2f.spec.objective.Reconstruction;
import org.p2f.spec.objective.Weighting;
import org.p2f.training.domain.DatasetDescription.Report;
import org.p2f.training.domain.DatasetDescription.Splits;
import org.p2f.training.domain.PlanTraining.Setting;

/** Wishes of callers, and what becomes of them on a data set of photographs. */
final class Wishes {
  private Wishes() {}

  static TrainingWish wish(String preset) {
    return TrainingWish.of("ds-1", preset, Objective.DRL);
  }

  static TrainingWish with(TrainingWish w, Record part) {
    return new TrainingWish(
        w.datasetId(),
        w.preset(),
        w.objective(),
        w.name(),
        w.seed(),
        w.steps(),
        w.batchSize(),
        w.batchParts(),
        w.pixelScaling(),
        w.precision(),
        w.augmentation(),
        w.checkpointId(),
        part instanceof OperationWish operation ? operation : w.operation(),
        part instanceof EncoderWish encoder ? encoder : w.encoder(),
        part instanceof ScoreNetworkWish network ? network : w.scoreNetwork(),
        part instanceof DiffusionWish diffusion ? diffusion : w.diffusion(),
        part instanceof LossWish loss ? loss : w.loss(),
        part instanceof OptimizerWish optimizer ? optimizer : w.optimizer());
  }

  static ScoreNetworkWish network(
      @Nullable ScoreNetworkKind kind,
      @Nullable Integer features,
      @Nullable List<Integer> attention,
      @Nullable Embedding embedding) {
    return new ScoreNetworkWish(
        kind, features, null, null, attention, null, embedding, null, null, null, null, null, null,
        null, null, null);
  }

  static LossWish loss(
      @Nullable TimeSteps times,
      @Nullable Weighting weighting,
      @Nullable Reconstruction reconstruction,
      @Nullable Boolean mixup) {
    return loss(null, weighting, null, times, reconstruction, null, mixup);
  }

  static LossWish loss(
      @Nullable Double penalty,
      @Nullable Weighting weighting,
      @Nullable Preconditioning preconditioning,
      @Nullable TimeSteps times,
      @Nullable Reconstruction reconstruction,
      @Nullable Double reconstructionWeight,
      @Nullable Boolean mixup) {
    return new LossWish(
        penalty,
        null,
        null,
        weighting,
        preconditioning,
        times,
        null,
        null,
        reconstruction,
        reconstructionWeight,
        mixup);
  }

  static LossWish edm(@Nullable Weighting weighting, @Nullable Preconditioning preconditioning) {
    return loss(null, weighting, preconditioning, null, null, null, null);
  }

  static LossWish ramp(@Nullable Long from, @Nullable Long until) {
    return new LossWish(null, from, until, null, null, null, null, null, null, null, null);
  }

  static EncoderWish encoder(
      @Nullable Integer latentSize, @Nullable Integer width, @Nullable CodeReadout readout) {
    return new EncoderWish(latentSize, null, null, width, readout, null, null);
  }

  static ScoreNetworkWish patches(@Nullable ScoreNetworkKind kind, int size) {
    return new ScoreNetworkWish(
        kind, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
        size);
  }

  static OperationWish drawn(SampleGridWish samples) {
    return new OperationWish(null, null, null, null, null, null, null, samples);
  }

  static Setting setting(int height, int width, int train) {
    return new Setting(
        "photographs",
        new DatasetDescription(
            ImageSource.CIFAR10,
            train + 10,
            3,
            height,
            width,
            List.of(),
            new Splits(train - 10, 10, 10),
            List.of(.5, .5, .5),
            List.of(.2, .2, .2),
            new Report(1, 0, train + 10, List.of())),
        Precision.BFLOAT16);
  }

  static TrainingPlan resolve(TrainingWish wish, Setting setting) {
    return PlanTraining.resolve(wish, Optional.of(setting), new Violations());
  }

  static List<InvalidField> violations(TrainingWish wish, Optional<Setting> setting) {
    @Nullable InvalidPlan invalid =
        catchThrowableOfType(
            InvalidPlan.class, () -> PlanTraining.resolve(wish, setting, new Violations()));
    assertThat(invalid).isNotNull();
    return invalid == null ? List.of() : invalid.fields();
  }
}
