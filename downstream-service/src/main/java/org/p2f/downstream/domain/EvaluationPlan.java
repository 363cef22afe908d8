package org.p2f.downstream.domain;

import java.util.HashSet;
import java.util.List;
import org.p2f.kit.plan.InvalidPlan;
import org.p2f.kit.plan.Violations;

/**
 * Heads × factors × learning rates × seeds on one set of trajectories, with every default filled
 * in.
 *
 * @param learningRates each in (0, 1]; the best by mean validation accuracy is reported
 */
public record EvaluationPlan(
    String trajectoriesId,
    List<String> factors,
    List<HeadKind> heads,
    List<Double> learningRates,
    HeadTraining training) {
  public static final int MOST_LEARNING_RATES = 16;

  /** As published. */
  public static final List<Double> DEFAULT_LEARNING_RATES =
      List.of(1e-3, 7.5e-4, 5e-4, 2.5e-4, 1e-4, 5e-5);

  public EvaluationPlan {
    factors = List.copyOf(factors);
    heads = List.copyOf(heads);
    learningRates = List.copyOf(learningRates);
  }

  /**
   * @throws InvalidPlan with everything that keeps it from being carried out on those trajectories
   */
  public EvaluationPlan checkedOn(TrajectoriesCard trajectories) {
    var violations =
        new Violations()
            .require(!heads.isEmpty(), "heads", "must name at least one")
            .require(new HashSet<>(heads).size() == heads.size(), "heads", "names one twice")
            .require(
                !learningRates.isEmpty() && learningRates.size() <= MOST_LEARNING_RATES,
                "learningRates",
                "must be 1 to %d values".formatted(MOST_LEARNING_RATES));
    for (int i = 0; i < learningRates.size(); i++) {
      violations.require(
          HeadTraining.isLearningRate(learningRates.get(i)),
          "learningRates[%d]".formatted(i),
          "must lie in (0, 1]");
    }
    training.check(violations);
    trajectories.check(factors, violations);
    violations.refuse();
    return this;
  }
}
