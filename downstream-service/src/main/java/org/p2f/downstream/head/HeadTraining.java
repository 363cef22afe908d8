package org.p2f.downstream.head;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.head.HeadSettings;
import org.p2f.spec.head.LearningRateSchedule;
import org.p2f.spec.network.Precision;

/**
 * How heads are trained; what is not here is fixed by the published design. Its length is given in
 * epochs, with a validation after each, or in steps.
 *
 * @param seeds number of seeds, 1 to {@value #MOST_SEEDS}; each draws its own weights, validation
 *     split and order
 * @param sequenceSeeds likewise, of heads that read the codes of all t in order
 * @param epochs passes over the training images, 1 to {@value #MOST_EPOCHS}; null where steps are
 *     given
 * @param steps of the optimizer, however many images there are, 1 to {@value #MOST_STEPS}; null
 *     where epochs are given
 * @param validationInterval steps from one validation to the next; with steps only
 * @param schedule of the learning rate, once it is warm
 * @param warmupSteps over which the learning rate rises linearly to its full size, 0 to {@value
 *     #MOST_STEPS}
 * @param patience validations without a better accuracy after which a head learns no more, 1 to
 *     {@value #MOST_PATIENCE}; null for none
 * @param batchSize 1 to {@value #LARGEST_BATCH}
 * @param precision of products
 * @param validationImages training images that each seed draws for validation: as many as the data
 *     set has; null for a tenth, where that is not told
 */
public record HeadTraining(
    int seeds,
    int sequenceSeeds,
    @Nullable Integer epochs,
    @Nullable Integer steps,
    @Nullable Integer validationInterval,
    LearningRateSchedule.Shape schedule,
    int warmupSteps,
    @Nullable Integer patience,
    int batchSize,
    HeadSettings.Scaling scaling,
    Precision precision,
    @Nullable Integer validationImages) {
  public static final int MOST_SEEDS = 50;
  public static final int MOST_EPOCHS = 1000;
  public static final int MOST_STEPS = 1_000_000;
  public static final int MOST_PATIENCE = 1000;
  public static final int LARGEST_BATCH = 8192;
  public static final int MOST_LEARNING_RATES = 16;

  /** As published, of the MLP. */
  public static final int DEFAULT_SEEDS = 3;

  /** As published, of GRU and Transformer. */
  public static final int DEFAULT_SEQUENCE_SEEDS = 5;

  /** As published. */
  public static final int DEFAULT_EPOCHS = 100;

  /** As published. */
  public static final int DEFAULT_BATCH = 256;

  /** Of a kind of head. */
  public int seedsOf(HeadKind kind) {
    return switch (kind) {
      case GRU, TRANSFORMER -> sequenceSeeds;
      case MLP,
          LINEAR,
          NEIGHBOURS,
          MEAN,
          CONCATENATION,
          CONVEX,
          WIDE_MLP,
          ENSEMBLE,
          TIME_ENSEMBLE ->
          seeds;
    };
  }

  public void check(Violations violations) {
    violations
        .require(1 <= seeds && seeds <= MOST_SEEDS, "seeds", "must be 1 to " + MOST_SEEDS)
        .require(
            epochs == null || steps == null, "steps", "cannot be given beside epochs: choose one")
        .require(within(epochs, MOST_EPOCHS), "epochs", "must be 1 to " + MOST_EPOCHS)
        .require(within(steps, MOST_STEPS), "steps", "must be 1 to " + MOST_STEPS)
        .require(
            epochs == null || validationInterval == null,
            "validationInterval",
            "goes with steps; epochs are validated one by one")
        .require(
            within(validationInterval, MOST_STEPS),
            "validationInterval",
            "must be 1 to " + MOST_STEPS)
        .require(
            0 <= warmupSteps && warmupSteps <= MOST_STEPS,
            "warmupSteps",
            "must be 0 to " + MOST_STEPS)
        .require(
            steps == null || warmupSteps < steps || warmupSteps == 0,
            "warmupSteps",
            "must be fewer than steps")
        .require(within(patience, MOST_PATIENCE), "patience", "must be 1 to " + MOST_PATIENCE)
        .require(
            1 <= batchSize && batchSize <= LARGEST_BATCH,
            "batchSize",
            "must be 1 to " + LARGEST_BATCH);
  }

  private static boolean within(@Nullable Integer value, int most) {
    return value == null || (1 <= value && value <= most);
  }

  /** Notes what is wrong with learning rates of which the best is to be found. */
  public static void checkRates(List<Double> rates, String field, Violations violations) {
    checkShares(rates, MOST_LEARNING_RATES, field, violations);
  }

  /** Notes what keeps values from being up to so many different ones in (0, 1]. */
  public static void checkShares(
      List<Double> values, int most, String field, Violations violations) {
    violations.require(
        !values.isEmpty() && values.size() <= most,
        field,
        "must be 1 to %d values".formatted(most));
    for (int i = 0; i < values.size(); i++) {
      var one = "%s[%d]".formatted(field, i);
      violations
          .require(isLearningRate(values.get(i)), one, "must lie in (0, 1]")
          .require(values.indexOf(values.get(i)) == i, one, "is given twice");
    }
  }

  public static boolean isLearningRate(double rate) {
    return 0 < rate && rate <= 1; // false for NaN
  }
}
