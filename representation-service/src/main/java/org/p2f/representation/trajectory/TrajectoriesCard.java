package org.p2f.representation.trajectory;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.data.TrajectorySplit;
import org.p2f.spec.network.Precision;
import org.p2f.spec.network.Weights;

/**
 * Describes extracted trajectories; kept as the artifact's attributes.
 *
 * @param codes d, number of values that represent an image at a time
 * @param train images for training and validation
 * @param validation how many of those the data set has for validation; null in trajectories that do
 *     not tell
 * @param test images for testing
 * @param precision in which they were computed
 * @param storage in which they are stored
 * @param reading what was recorded of codes that are distributions
 * @param representation what represents an image at a time
 */
public record TrajectoriesCard(
    String modelId,
    String datasetId,
    List<Double> times,
    int codes,
    int train,
    @Nullable Integer validation,
    int test,
    List<Factor> factors,
    Weights weights,
    Precision precision,
    Storage storage,
    CodeReading reading,
    Representation representation) {

  /** What an image's label says something about. */
  public record Factor(String name, int classes, List<String> classNames) {}

  /** Images of a split. */
  public int images(TrajectorySplit split) {
    return switch (split) {
      case TRAIN -> train;
      case TEST -> test;
    };
  }
}
