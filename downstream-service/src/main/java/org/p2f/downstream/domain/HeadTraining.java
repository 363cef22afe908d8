package org.p2f.downstream.domain;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.Violations;

/**
 * How heads are trained; what is not here is fixed by the published design.
 *
 * @param seeds number of seeds, 1 to {@value #MOST_SEEDS}; each draws its own weights, validation
 *     split and order
 * @param epochs 1 to {@value #MOST_EPOCHS}
 * @param batchSize 1 to {@value #LARGEST_BATCH}
 * @param precision of products
 * @param patience epochs without a better validation accuracy after which a head learns no more;
 *     null for none
 */
public record HeadTraining(
    int seeds,
    int epochs,
    int batchSize,
    CodeScaling scaling,
    @Nullable ProductPrecision precision,
    @Nullable Integer patience) {
  public static final int MOST_SEEDS = 50;
  public static final int MOST_EPOCHS = 1000;
  public static final int LARGEST_BATCH = 8192;
  public static final int DEFAULT_SEEDS = 3;

  /** As published. */
  public static final int DEFAULT_EPOCHS = 100;

  /** As published. */
  public static final int DEFAULT_BATCH = 256;

  /** Float32 in plans of before. */
  @Override
  public ProductPrecision precision() {
    return Objects.requireNonNullElse(precision, ProductPrecision.FLOAT32);
  }

  void check(Violations violations) {
    violations
        .require(1 <= seeds && seeds <= MOST_SEEDS, "seeds", "must be 1 to " + MOST_SEEDS)
        .require(1 <= epochs && epochs <= MOST_EPOCHS, "epochs", "must be 1 to " + MOST_EPOCHS)
        .require(
            1 <= batchSize && batchSize <= LARGEST_BATCH,
            "batchSize",
            "must be 1 to " + LARGEST_BATCH)
        .require(
            patience == null || (1 <= patience && patience <= MOST_EPOCHS),
            "patience",
            "must be 1 to " + MOST_EPOCHS);
  }

  static boolean isLearningRate(double rate) {
    return 0 < rate && rate <= 1; // false for NaN
  }
}
