package org.p2f.downstream.analysis;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.p2f.downstream.head.HeadTraining;
import org.p2f.downstream.head.TrajectoriesCard;
import org.p2f.kit.plan.InvalidPlan;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.data.TrajectorySplit;
import org.p2f.spec.head.HeadSettings;
import org.p2f.spec.network.Precision;

/**
 * Mutual information between the codes at each two times, by critics.
 *
 * @param furtherTrajectoriesIds the same images by encoders of other seeds
 * @param seeds of critics, 1 to {@value HeadTraining#MOST_SEEDS}
 * @param steps of each critic, 1 to {@value #MOST_STEPS}
 * @param split whose images' codes are examined; as published those of test images
 * @param images the first ones of the split, 2 to all
 * @param learningRate in (0, 1]
 * @param batchSize 2 to {@value HeadTraining#LARGEST_BATCH}
 */
public record InformationPlan(
    AnalysisType type,
    String trajectoriesId,
    List<String> furtherTrajectoriesIds,
    int seeds,
    int steps,
    TrajectorySplit split,
    int images,
    double learningRate,
    int batchSize,
    HeadSettings.Scaling scaling,
    Precision precision)
    implements AnalysisPlan {

  /** As published. */
  public static final int DEFAULT_SEEDS = 5;

  /** As published. */
  public static final double DEFAULT_LEARNING_RATE = 1e-4;

  public static final int MOST_STEPS = 1_000_000;
  public static final int MOST_ENCODERS = 20;

  /** Bytes of one encoder's codes: one buffer. */
  public static final long MOST_BYTES = Integer.MAX_VALUE;

  /** Steps of all critics together; some weeks of a machine. */
  public static final long MOST_CRITIC_STEPS = 1_000_000_000;

  private static final int PUBLISHED_EPOCHS = 100;

  public InformationPlan {
    furtherTrajectoriesIds = List.copyOf(furtherTrajectoriesIds);
  }

  /**
   * Steps as published: a hundred times through the images in whole batches, 3,900 for 10,000
   * images and batches of 256; a hundred where there are fewer images than a batch has.
   */
  public static int publishedSteps(int images, int batchSize) {
    long batches = Math.max(1, images / Math.max(1, batchSize));
    return Math.clamp(PUBLISHED_EPOCHS * batches, 1, MOST_STEPS);
  }

  @Override
  public List<String> inputs() {
    var all = new ArrayList<>(List.of(trajectoriesId));
    all.addAll(furtherTrajectoriesIds);
    return all;
  }

  /** Critics of all maps. */
  public long critics(int times) {
    return critics(times, seeds, inputs().size());
  }

  /** Critics of maps: every two times, and every time shuffled. */
  public static long critics(int times, int seeds, int encoders) {
    long pairs = (long) times * (times + 1) / 2;
    return (pairs + times) * seeds * encoders;
  }

  /**
   * @param further of {@link #furtherTrajectoriesIds}, in their order
   * @throws InvalidPlan with everything that keeps it from being carried out on those trajectories
   */
  public InformationPlan checkedOn(TrajectoriesCard trajectories, List<TrajectoriesCard> further) {
    int times = trajectories.times().size();
    int all = trajectories.images(split);
    long bytes = (long) images * times * trajectories.codes() * Float.BYTES;
    var violations =
        new Violations()
            .require(
                1 <= seeds && seeds <= HeadTraining.MOST_SEEDS,
                "seeds",
                "must be 1 to " + HeadTraining.MOST_SEEDS)
            .require(1 <= steps && steps <= MOST_STEPS, "steps", "must be 1 to " + MOST_STEPS)
            .require(
                2 <= images && images <= all,
                "images",
                "must be 2 to %d, the %s images"
                    .formatted(all, split == TrajectorySplit.TEST ? "test" : "training"))
            .require(
                HeadTraining.isLearningRate(learningRate), "learningRate", "must lie in (0, 1]")
            .require(
                2 <= batchSize && batchSize <= HeadTraining.LARGEST_BATCH,
                "batchSize",
                "must be 2 to " + HeadTraining.LARGEST_BATCH)
            .require(
                bytes <= MOST_BYTES,
                "images",
                "their codes take %,d bytes, more than %,d".formatted(bytes, MOST_BYTES))
            .require(
                critics(times) * (long) Math.max(1, steps) <= MOST_CRITIC_STEPS,
                "steps",
                "%,d critics of %,d steps are more than %,d steps in all"
                    .formatted(critics(times), steps, MOST_CRITIC_STEPS))
            .require(
                inputs().size() <= MOST_ENCODERS,
                "furtherTrajectoriesIds",
                "must be at most %d".formatted(MOST_ENCODERS - 1))
            .require(
                new HashSet<>(inputs()).size() == inputs().size(),
                "furtherTrajectoriesIds",
                "names one twice");
    for (int i = 0; i < further.size(); i++) {
      violations.require(
          further.get(i).times().equals(trajectories.times())
              && further.get(i).codes() == trajectories.codes()
              && further.get(i).images(split) == all,
          "furtherTrajectoriesIds[%d]".formatted(i),
          "has other times, images or values a code than trajectoriesId");
    }
    violations.refuse();
    return this;
  }
}
