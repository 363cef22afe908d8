package org.p2f.training.run;

import static java.util.Objects.requireNonNullElse;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.Violations;
import org.p2f.training.run.TrainingPlan.ProbePlan;

/** What a caller says about probes; null leaves it to the defaults. */
@Schema(description = "Probes of the codes and held-out losses while a run is trained")
record ProbeSettings(
    @Schema(
            description =
                "Number of steps between probes, at least 1; the first is before the first step.")
        @Min(1)
        long everySteps,
    @Schema(
            description =
                "Times t at which codes are probed, 1 to 20 distinct ones from 0 to 1. Defaults to"
                    + " 0, 0.25, 0.5, 0.75 and 1.")
        @Size(min = 1, max = ProbePlan.MOST_TIMES)
        @Nullable List<@DecimalMin("0") @DecimalMax("1") Double> times,
    @Schema(
            description =
                "Largest number of training images that a probe is fitted to, and of validation"
                    + " images that it is tested on, 1 to 10000. Defaults to 1000.")
        @Min(1)
        @Max(10_000)
        @Nullable Integer images,
    @Schema(
            description =
                "Number of random features of the codes that a probe sees beside them, 0 to 1000;"
                    + " 0 makes it linear. Defaults to 300.")
        @Min(0)
        @Max(1_000)
        @Nullable Integer features) {
  ProbeSettings {
    times = times == null ? null : List.copyOf(times);
  }

  void requireChoices(Violations violations) {
    violations.require(
        times == null || new HashSet<>(times).size() == times.size(),
        "probe.times",
        "must be distinct");
  }

  ProbePlan plan() {
    return new ProbePlan(
        everySteps,
        requireNonNullElse(times, ProbePlan.DEFAULT_TIMES),
        requireNonNullElse(images, ProbePlan.DEFAULT_IMAGES),
        requireNonNullElse(features, ProbePlan.DEFAULT_FEATURES));
  }
}
