package org.p2f.downstream.analysis;

import java.util.List;
import org.p2f.downstream.head.HeadTraining;
import org.p2f.downstream.head.TrajectoriesCard;
import org.p2f.kit.plan.InvalidPlan;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.head.HeadSettings;

/**
 * A few labels are spread over a graph of similar codes, and what they say of the test images is
 * counted.
 *
 * @param labels numbers of labelled training images, ascending
 * @param seeds draws of the labelled images, 1 to {@value HeadTraining#MOST_SEEDS}
 * @param images the first ones of the training split; with the test images they are the graph
 */
public record PropagationPlan(
    AnalysisType type,
    String trajectoriesId,
    List<String> factors,
    List<Integer> labels,
    int seeds,
    int images,
    HeadSettings.Scaling scaling)
    implements AnalysisPlan {

  /** From a hundred to ten thousand. */
  public static final List<Integer> DEFAULT_LABELS =
      List.of(100, 250, 500, 1_000, 2_500, 5_000, 10_000);

  /** Points of the graph: every two of them are compared. */
  public static final int MOST_POINTS = 100_000;

  public static final int MOST_LABELS = 20;

  private static final int NEIGHBOURS = 50;

  public PropagationPlan {
    factors = List.copyOf(factors);
    labels = List.copyOf(labels);
  }

  /**
   * @throws InvalidPlan with everything that keeps it from being carried out on those trajectories
   */
  public PropagationPlan checkedOn(TrajectoriesCard trajectories) {
    var violations =
        new Violations()
            .require(
                1 <= seeds && seeds <= HeadTraining.MOST_SEEDS,
                "seeds",
                "must be 1 to " + HeadTraining.MOST_SEEDS)
            .require(
                1 <= images && images <= trajectories.train(),
                "images",
                "must be 1 to %d, the training images".formatted(trajectories.train()))
            .require(
                (long) images + trajectories.test() <= MOST_POINTS,
                "images",
                "with the %,d test images they are more than %,d points"
                    .formatted(trajectories.test(), MOST_POINTS))
            .require(
                (long) images + trajectories.test() > NEIGHBOURS,
                "images",
                "with the test images they must be more than the %d neighbours of each"
                    .formatted(NEIGHBOURS))
            .require(
                !labels.isEmpty() && labels.size() <= MOST_LABELS,
                "labels",
                "must be 1 to %d numbers".formatted(MOST_LABELS));
    for (int i = 0; i < labels.size(); i++) {
      violations.require(
          (i == 0 ? 0 : labels.get(i - 1)) < labels.get(i) && labels.get(i) <= images,
          "labels[%d]".formatted(i),
          "must ascend from 1 to %d, the images".formatted(images));
    }
    trajectories.check(factors, violations);
    violations.refuse();
    return this;
  }
}
