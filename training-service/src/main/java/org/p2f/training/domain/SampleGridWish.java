package org.p2f.training.domain;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.diffusion.TimeSteps;
import org.p2f.spec.network.Weights;
import org.p2f.spec.sampling.Solver;
import org.p2f.spec.sampling.StepSpacing;

/** What a caller says about pictures of samples while a run is trained; null for the default. */
public record SampleGridWish(
    @Nullable Long everySteps,
    @Nullable Integer images,
    @Nullable Double codeTime,
    @Nullable Integer steps,
    @Nullable Solver solver) {
  public static final SampleGridWish NONE = new SampleGridWish(null, null, null, null, null);

  void require(Violations violations) {
    var needs = "needs sampleEverySteps, without which nothing is drawn";
    violations
        .require(images == null || everySteps != null, "sampleImages", needs)
        .require(codeTime == null || everySteps != null, "sampleCodeTime", needs)
        .require(steps == null || everySteps != null, "sampleSteps", needs)
        .require(solver == null || everySteps != null, "sampleSolver", needs);
  }

  /**
   * Null for none.
   *
   * @param testImages of the data set
   * @param diffusion of the run
   */
  @Nullable SampleGridPlan plan(int testImages, DiffusionKind diffusion) {
    if (everySteps == null) {
      return null;
    }
    var sampler =
        solver == null
            ? SamplingWish.Sampler.chain(
                Objects.requireNonNullElse(steps, SampleGridPlan.DEFAULT_STEPS))
            : SamplingWish.Sampler.of(solver, steps, StepSpacing.of(diffusion.published()));
    return new SampleGridPlan(
        everySteps,
        Objects.requireNonNullElse(images, Math.min(SampleGridPlan.DEFAULT_IMAGES, testImages)),
        codeTime,
        Weights.EMA,
        PlanSampler.resolve(sampler, false, Optional.empty(), new Violations()));
  }

  /**
   * @param plan what this became part of
   * @param testImages of the data set
   */
  void requireConsistent(TrainingPlan plan, int testImages, Contradictions contradictions) {
    SampleGridPlan grid = plan.samples();
    if (grid == null || grid.everySteps() < 1) {
      return;
    }
    contradictions
        .unless(
            plan.loss().scoreTerm(),
            "sampleEverySteps",
            "objective",
            "without scores no samples can be made")
        .unless(
            solver == null || !solver.inTime() || plan.loss().timeSteps() == TimeSteps.CONTINUOUS,
            "sampleSolver",
            "timeSteps",
            "steps in t need scores at all times")
        .unless(
            1 <= testImages && grid.images() <= testImages,
            images == null ? "sampleEverySteps" : "sampleImages",
            "datasetId",
            "the data set has %d test images".formatted(testImages))
        .unless(
            grid.grids(plan.steps()) <= SampleGridPlan.MOST_GRIDS,
            "sampleEverySteps",
            "steps",
            "would give %d pictures, at most %d are kept"
                .formatted(grid.grids(plan.steps()), SampleGridPlan.MOST_GRIDS));
  }
}
