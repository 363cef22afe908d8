package org.p2f.training.domain;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.Violations;

/**
 * What a caller says about how a run is worked on, which has no influence on its model; null leaves
 * it to the preset.
 */
public record OperationWish(
    @Nullable Long checkpointEverySteps,
    @Nullable Long checkpointEverySeconds,
    @Nullable Integer checkpointsKept,
    @Nullable Long keepEverySteps,
    @Nullable Long probeEverySteps,
    @Nullable List<Double> probeTimes,
    @Nullable Integer probeFeatures,
    SampleGridWish samples) {
  public static final OperationWish NONE =
      new OperationWish(null, null, null, null, null, null, null, SampleGridWish.NONE);

  private static boolean areTimes(List<Double> times) {
    return !times.isEmpty()
        && times.size() <= ProbePlan.MOST_TIMES
        && new HashSet<>(times).size() == times.size()
        && times.stream().allMatch(t -> 0 <= t && t <= 1);
  }

  /** Null for none. */
  @Nullable ProbePlan probe() {
    return probeEverySteps == null
        ? null
        : new ProbePlan(
            probeEverySteps,
            Objects.requireNonNullElse(probeTimes, ProbePlan.DEFAULT_TIMES),
            ProbePlan.DEFAULT_IMAGES,
            Objects.requireNonNullElse(probeFeatures, ProbePlan.DEFAULT_FEATURES));
  }

  void require(Violations violations) {
    violations
        .require(
            checkpointEverySteps == null || checkpointEverySteps >= 1,
            "checkpointEverySteps",
            "must be at least 1")
        .require(
            checkpointEverySeconds == null || checkpointEverySeconds >= 1,
            "checkpointEverySeconds",
            "must be at least 1")
        .require(
            checkpointsKept == null
                || (CheckpointPlan.FEWEST_KEPT <= checkpointsKept
                    && checkpointsKept <= CheckpointPlan.MOST_KEPT),
            "checkpointsKept",
            "must be %d to %d".formatted(CheckpointPlan.FEWEST_KEPT, CheckpointPlan.MOST_KEPT))
        .require(
            keepEverySteps == null || keepEverySteps >= 1, "keepEverySteps", "must be at least 1")
        .require(
            probeEverySteps == null || probeEverySteps >= 1,
            "probeEverySteps",
            "must be at least 1")
        .require(
            probeTimes == null || probeEverySteps != null,
            "probeTimes",
            "needs probeEverySteps, without which nothing is probed")
        .require(
            probeTimes == null || areTimes(probeTimes),
            "probeTimes",
            "must be 1 to %d distinct times from 0 to 1".formatted(ProbePlan.MOST_TIMES))
        .require(
            probeFeatures == null || probeEverySteps != null,
            "probeFeatures",
            "needs probeEverySteps, without which nothing is probed")
        .require(
            probeFeatures == null
                || (0 <= probeFeatures && probeFeatures <= ProbePlan.MOST_FEATURES),
            "probeFeatures",
            "must be 0 to %d".formatted(ProbePlan.MOST_FEATURES));
    samples.require(violations);
  }
}
