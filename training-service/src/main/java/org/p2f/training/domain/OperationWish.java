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
            probeTimes == null || probeEverySteps != null,
            "probeTimes",
            "needs probeEverySteps, without which nothing is probed")
        .require(
            probeTimes == null || new HashSet<>(probeTimes).size() == probeTimes.size(),
            "probeTimes",
            "must be distinct")
        .require(
            probeFeatures == null || probeEverySteps != null,
            "probeFeatures",
            "needs probeEverySteps, without which nothing is probed");
    samples.require(violations);
  }
}
