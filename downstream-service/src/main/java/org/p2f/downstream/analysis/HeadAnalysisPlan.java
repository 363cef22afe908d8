package org.p2f.downstream.analysis;

import java.util.List;
import org.p2f.downstream.head.HeadTraining;
import org.p2f.downstream.head.TrajectoriesCard;
import org.p2f.kit.plan.InvalidPlan;
import org.p2f.kit.plan.Violations;

/**
 * One analysis of one-pass Transformer heads, with every default filled in.
 *
 * @param learningRates each in (0, 1], 1 to {@value HeadTraining#MOST_LEARNING_RATES}; each head is
 *     examined at the one with the best mean validation accuracy over seeds, of equal ones the
 *     largest
 */
public record HeadAnalysisPlan(
    AnalysisType type,
    String trajectoriesId,
    List<String> factors,
    List<Double> learningRates,
    HeadTraining training)
    implements AnalysisPlan {

  public HeadAnalysisPlan {
    factors = List.copyOf(factors);
    learningRates = List.copyOf(learningRates);
  }

  /**
   * @throws InvalidPlan with everything that keeps it from being carried out on those trajectories
   */
  public HeadAnalysisPlan checkedOn(TrajectoriesCard trajectories) {
    var violations =
        new Violations()
            .require(
                type != AnalysisType.ATTENTION_MASK
                    || trajectories.times().contains(TrajectoriesCard.MASKED_TIME),
                "trajectoriesId",
                "the masks hide t = 0.5, which these trajectories lack")
            .require(
                type != AnalysisType.JENSEN_SHANNON || training.seeds() > 1,
                "seeds",
                "must be at least 2: divergences need the floor that seeds set");
    HeadTraining.checkRates(learningRates, "learningRates", violations);
    training.check(violations);
    trajectories.check(factors, violations);
    violations.refuse();
    return this;
  }
}
