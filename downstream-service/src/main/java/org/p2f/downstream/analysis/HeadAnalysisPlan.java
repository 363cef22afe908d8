package org.p2f.downstream.analysis;

import java.util.List;
import org.p2f.downstream.head.HeadTraining;
import org.p2f.downstream.head.TrajectoriesCard;
import org.p2f.kit.plan.InvalidPlan;
import org.p2f.kit.plan.Violations;

/** One analysis of one-pass Transformer heads, with every default filled in. */
public record HeadAnalysisPlan(
    AnalysisType type,
    String trajectoriesId,
    List<String> factors,
    double learningRate,
    HeadTraining training)
    implements AnalysisPlan {

  /** In the middle of the published rates. */
  public static final double DEFAULT_LEARNING_RATE = 5e-4;

  public HeadAnalysisPlan {
    factors = List.copyOf(factors);
  }

  /**
   * @throws InvalidPlan with everything that keeps it from being carried out on those trajectories
   */
  public HeadAnalysisPlan checkedOn(TrajectoriesCard trajectories) {
    var violations =
        new Violations()
            .require(
                HeadTraining.isLearningRate(learningRate), "learningRate", "must lie in (0, 1]")
            .require(
                type != AnalysisType.ATTENTION_MASK
                    || trajectories.times().contains(TrajectoriesCard.MASKED_TIME),
                "trajectoriesId",
                "the masks hide t = 0.5, which these trajectories lack")
            .require(
                type != AnalysisType.JENSEN_SHANNON || training.seeds() > 1,
                "seeds",
                "must be at least 2: divergences need the floor that seeds set");
    training.check(violations);
    trajectories.check(factors, violations);
    violations.refuse();
    return this;
  }
}
