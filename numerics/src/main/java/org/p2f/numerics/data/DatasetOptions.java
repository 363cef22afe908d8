package org.p2f.numerics.data;

import org.jspecify.annotations.Nullable;
import org.p2f.spec.data.Split;

/**
 * How a source becomes a data set.
 *
 * @param trainLimit take only the first images that are for training (validation images among
 *     them), at least 2; null takes all
 * @param testLimit take only the first images that are for testing, at least 1; null takes all
 * @param validationImages how many of the training and validation images are for validation, at
 *     least 1, drawn by the seed whatever the source says; null leaves it to the source, or draws
 *     its share of them
 * @param imageSize height and width to which images are reduced, each pixel the mean of a square; a
 *     divisor of the source's; null leaves them as they are
 * @param seed decides which training images are for validation, and what else the source leaves
 *     open
 * @param skipInvalid pictures that cannot be read are left out and counted, instead of refusing all
 */
public record DatasetOptions(
    String name,
    @Nullable Integer trainLimit,
    @Nullable Integer testLimit,
    @Nullable Integer validationImages,
    @Nullable Integer imageSize,
    long seed,
    boolean skipInvalid) {
  /** Below this the networks have nothing to halve. */
  public static final int SMALLEST_IMAGE = 8;

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
    if (validationImages != null && validationImages < 1) {
      throw new IllegalArgumentException(
          "validationImages %d is below 1".formatted(validationImages));
    }
    if (imageSize != null && imageSize < SMALLEST_IMAGE) {
      throw new IllegalArgumentException(
          "imageSize %d is below %d".formatted(imageSize, SMALLEST_IMAGE));
    }
  }

  /** Images as the source has them, all of which must be readable. */
  public DatasetOptions(
      String name, @Nullable Integer trainLimit, @Nullable Integer testLimit, long seed) {
    this(name, trainLimit, testLimit, null, null, seed, false);
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
