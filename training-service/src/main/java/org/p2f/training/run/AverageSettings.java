package org.p2f.training.run;

import static java.util.Objects.requireNonNullElse;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.optimizer.PowerAverages;
import org.p2f.training.run.TrainingPlan.AveragesPlan;

/** What a caller says about averages by power functions; null leaves it to the defaults. */
@Schema(
    description =
        "Averages of the weights by power functions, kept while a run is trained, of which models"
            + " with averages of other widths can be made afterwards")
record AverageSettings(
    @Schema(
            description =
                "Number of steps after each of which the averages are kept, at least 1; they are"
                    + " kept after the last step too, at most 256 times in a run.")
        @Min(1)
        long everySteps,
    @Schema(
            description =
                "Widths of the averages that are tracked, 1 to 4 distinct ones from 0.001 to 0.28:"
                    + " standard deviations of the steps that count, relative to all steps."
                    + " Defaults to 0.05 and 0.1.")
        @Size(min = 1, max = PowerAverages.MOST)
        @Nullable List<@DecimalMin("0.001") @DecimalMax("0.28") Double> widths) {
  private static final String EVERY_STEPS = "averages.everySteps";

  AverageSettings {
    widths = widths == null ? null : List.copyOf(widths);
  }

  void requireChoices(Violations violations) {
    violations.require(
        widths == null || new HashSet<>(widths).size() == widths.size(),
        "averages.widths",
        "must be distinct");
  }

  AveragesPlan plan() {
    return new AveragesPlan(requireNonNullElse(widths, AveragesPlan.DEFAULT_WIDTHS), everySteps);
  }

  /**
   * @param steps of the whole run
   */
  static void requireConsistent(AveragesPlan plan, long steps, Violations violations) {
    violations
        .require(steps > 0, EVERY_STEPS, "steps", "without a step there is nothing to average")
        .require(
            plan.kept(steps) <= AveragesPlan.MOST_KEPT,
            EVERY_STEPS,
            "steps",
            "would keep averages %d times, at most %d are kept"
                .formatted(plan.kept(steps), AveragesPlan.MOST_KEPT));
  }
}
