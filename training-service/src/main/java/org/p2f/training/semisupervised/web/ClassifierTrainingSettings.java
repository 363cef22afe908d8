package org.p2f.training.semisupervised.web;

import static java.util.Objects.requireNonNullElse;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.data.Augmentation;
import org.p2f.spec.optimizer.Schedule;
import org.p2f.spec.semisupervised.SemiSupervisedSpec;

/** What a caller says about the training of the classifier; null leaves it to the defaults. */
@Schema(
    description =
        "Training in rounds with Adam: at first on labelled images alone, then on batches of"
            + " labelled images and images with pseudo-labels, which each round finds anew")
record ClassifierTrainingSettings(
    @Schema(description = "Number of images of a step, 2 to 4096. Defaults to 100, as published.")
        @Min(2)
        @Max(4_096)
        @Nullable Integer batchSize,
    @Schema(
            description =
                "Number of images of a step in a round that are labelled, 1 to batchSize − 1."
                    + " Defaults to 16, as published, or to a sixth of a smaller batch.")
        @Min(1)
        @Nullable Integer labelledInBatch,
    @Schema(
            description =
                "Number of steps on labelled images before the first round, 1 to 10000000. Defaults"
                    + " to 500.")
        @Min(1)
        @Max(10_000_000)
        @Nullable Long supervisedSteps,
    @Schema(description = "Number of rounds, 1 to 10000. Defaults to 10.") @Min(1) @Max(10_000)
        @Nullable Integer rounds,
    @Schema(description = "Number of steps of a round, 1 to 10000000. Defaults to 250.")
        @Min(1)
        @Max(10_000_000)
        @Nullable Long stepsPerRound,
    @Schema(
            description =
                "Learning rate at the first step, above 0 and at most 1. Defaults to 0.001.")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax("1")
        @Nullable Double learningRate,
    @Schema(
            description =
                "Course of the learning rate: `constant`, or half a `cosine` down to 0 at the last"
                    + " step. Defaults to `cosine`.")
        @Nullable Schedule schedule,
    @Schema(
            description =
                "Factor of the weights that is added to the gradient, 0 to 1. Defaults to 0.0001.")
        @DecimalMin("0")
        @DecimalMax("1")
        @Nullable Double weightDecay,
    @Schema(
            description =
                "Whether each image is mixed with another of the batch, and its loss likewise."
                    + " Defaults to true, as published.")
        @Nullable Boolean mixup,
    @Schema(
            description =
                "What is done to labelled images each time they are seen. Defaults to `weak`, as"
                    + " published; it flips images, which changes digits.")
        @Nullable Augmentation labelledAugmentation,
    @Schema(
            description =
                "What is done to images with pseudo-labels each time they are seen. Defaults to"
                    + " `strong`, as published; it flips images, which changes digits.")
        @Nullable Augmentation unlabelledAugmentation,
    @Valid @Nullable PseudoLabelSettings pseudoLabels) {
  static final ClassifierTrainingSettings NONE =
      new ClassifierTrainingSettings(
          null, null, null, null, null, null, null, null, null, null, null, null);

  /**
   * @param defaults whose labelled images fit any batch of at least 17
   */
  SemiSupervisedSpec over(SemiSupervisedSpec defaults) {
    int batch = requireNonNullElse(batchSize, defaults.batchSize());
    return new SemiSupervisedSpec(
        batch,
        requireNonNullElse(labelledInBatch, defaultLabelled(batch, defaults)),
        requireNonNullElse(supervisedSteps, defaults.supervisedSteps()),
        requireNonNullElse(rounds, defaults.rounds()),
        requireNonNullElse(stepsPerRound, defaults.stepsPerRound()),
        requireNonNullElse(learningRate, defaults.learningRate()),
        requireNonNullElse(schedule, defaults.schedule()),
        requireNonNullElse(weightDecay, defaults.weightDecay()),
        requireNonNullElse(mixup, defaults.mixup()),
        requireNonNullElse(labelledAugmentation, defaults.labelledAugmentation()),
        requireNonNullElse(unlabelledAugmentation, defaults.unlabelledAugmentation()),
        requireNonNullElse(pseudoLabels, PseudoLabelSettings.NONE).over(defaults.pseudoLabels()));
  }

  private static int defaultLabelled(int batch, SemiSupervisedSpec defaults) {
    return batch >= defaults.batchSize()
        ? defaults.labelledInBatch()
        : Math.max(1, batch * defaults.labelledInBatch() / defaults.batchSize());
  }
}
