package org.p2f.training.run;

import static java.util.Objects.requireNonNullElse;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.diffusion.Sde;
import org.p2f.spec.diffusion.TimeSteps;
import org.p2f.spec.network.Weights;
import org.p2f.training.run.TrainingPlan.SampleGridPlan;
import org.p2f.training.sampling.SamplerPlan;
import org.p2f.training.sampling.SamplerPlan.SamplerSettings;

/** What a caller says about pictures of samples while a run is trained; null for the default. */
@Schema(description = "Pictures of samples of the codes of test images while a run is trained")
record SampleGridSettings(
    @Schema(
            description =
                "Number of steps between pictures, at least 1; the first is drawn before the first"
                    + " step, and a run has at most 1000.")
        @Min(1)
        long everySteps,
    @Schema(
            description =
                "Number of images whose codes samples are made from, the first of the test split,"
                    + " 1 to 64. Defaults to 8.")
        @Min(1)
        @Max(64)
        @Nullable Integer images,
    @Schema(
            description =
                "Time t from 0 to 1 whose code E(x, t) is used throughout. By default the score"
                    + " network is told the code of each time on the way.")
        @DecimalMin("0")
        @DecimalMax("1")
        @Nullable Double codeTime,
    @Schema(description = "Weights that make the samples. Defaults to `ema`, the averaged ones.")
        @Nullable Weights weights,
    @Valid @Nullable SamplerSettings sampler) {
  private static final String EVERY_STEPS = "samples.everySteps";

  /**
   * @param testImages of the data set
   * @param diffusion of the run
   */
  SampleGridPlan plan(int testImages, Sde diffusion, Violations violations) {
    return new SampleGridPlan(
        everySteps,
        requireNonNullElse(images, Math.min(SampleGridPlan.DEFAULT_IMAGES, testImages)),
        codeTime,
        requireNonNullElse(weights, Weights.EMA),
        SamplerPlan.ofGrids(
            requireNonNullElse(sampler, SamplerSettings.NONE), diffusion, violations));
  }

  /**
   * @param plan what this became part of
   * @param testImages of the data set
   */
  void requireConsistent(TrainingPlan plan, int testImages, Violations violations) {
    SampleGridPlan grid = plan.samples();
    if (grid == null) {
      return;
    }
    boolean inTime = grid.sampler().method().inTime();
    violations
        .require(
            plan.objective().matchesScores(),
            EVERY_STEPS,
            "objective",
            "without scores no samples can be made")
        .require(
            !inTime || plan.loss().timeSteps() == TimeSteps.CONTINUOUS,
            "samples.sampler.method",
            "loss.timeSteps",
            "steps in t need scores at all times")
        .require(
            grid.sampler().guidance() == 0
                || (plan.loss().learnsWithCode() && plan.loss().learnsWithoutCode()),
            "samples.sampler.guidance",
            "loss.codeDropout",
            "guidance needs scores with codes and without")
        .require(
            codeTime == null || plan.loss().learnsWithCode(),
            "samples.codeTime",
            "loss.codeDropout",
            "the score network is told no codes")
        .require(
            1 <= testImages && grid.images() <= testImages,
            images == null ? EVERY_STEPS : "samples.images",
            "datasetId",
            "the data set has %d test images".formatted(testImages))
        .require(
            grid.grids(plan.steps()) <= SampleGridPlan.MOST_GRIDS,
            EVERY_STEPS,
            "steps",
            "would give %d pictures, at most %d are kept"
                .formatted(grid.grids(plan.steps()), SampleGridPlan.MOST_GRIDS));
  }
}
