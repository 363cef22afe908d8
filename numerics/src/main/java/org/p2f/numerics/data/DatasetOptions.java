package org.p2f.numerics.data;

import org.jspecify.annotations.Nullable;

/**
 * How a source becomes a data set.
 *
 * @param trainLimit take only the first images that are for training (validation images among
 *     them), at least 2; null takes all
 * @param testLimit take only the first images that are for testing, at least 1; null takes all
 * @param seed decides which training images are for validation, and what else the source leaves
 *     open
 */
public record DatasetOptions(
    String name, @Nullable Integer trainLimit, @Nullable Integer testLimit, long seed) {
  public DatasetOptions {
    if (name.isBlank()) {
      throw new IllegalArgumentException("A data set needs a name");
    }
    if (trainLimit != null && trainLimit < 2) {
      throw new IllegalArgumentException("trainLimit %d is below 2".formatted(trainLimit));
    }
    if (testLimit != null && testLimit < 1) {
      throw new IllegalArgumentException("testLimit %d is below 1".formatted(testLimit));
    }
  }

  /** Everything a source has. */
  public static DatasetOptions whole(String name) {
    return new DatasetOptions(name, null, null, 0);
  }

  boolean takes(Split split, int alreadyTaken) {
    Integer limit =
        switch (split) {
          case TRAIN -> trainLimit;
          case VALIDATION -> null;
          case TEST -> testLimit;
        };
    return limit == null || alreadyTaken < limit;
  }
}
