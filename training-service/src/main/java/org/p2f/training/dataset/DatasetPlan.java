package org.p2f.training.dataset;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.InvalidPlan;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.data.ImageSource;

/**
 * How a data set is to be made, with every default filled in.
 *
 * @param uploadIds the source's files
 * @param fetch the files are fetched from where they are published, instead of uploads
 * @param seed decides what the source leaves to chance: order, colours, validation images
 * @param imageSize side in pixels to which images are resized, those of a folder with a filter,
 *     those of other sources by means of squares; null leaves those as they are
 * @param skipInvalid pictures that cannot be read are left out and counted, instead of failing the
 *     job
 * @param trainLimit take only the first images for training, validation among them; null for all;
 *     of drawn images as many as there are to be, at most {@value #MOST_DRAWN}
 * @param testLimit the same for testing
 * @param validationImages how many of the images that are not for testing are drawn for validation;
 *     null leaves it to the source: those that it names, or its share
 */
public record DatasetPlan(
    String name,
    ImageSource source,
    List<String> uploadIds,
    boolean fetch,
    long seed,
    @Nullable Integer imageSize,
    boolean skipInvalid,
    @Nullable Integer trainLimit,
    @Nullable Integer testLimit,
    @Nullable Integer validationImages) {
  public static final int SMALLEST_IMAGE = 8;
  public static final int LARGEST_IMAGE = 512;
  public static final int FEWEST_TRAIN = 2;
  public static final int FEWEST_TEST = 1;
  public static final int FEWEST_VALIDATION = 1;

  /** Images that are drawn for training, and for testing: some 3 GB each. */
  public static final int MOST_DRAWN = 1_000_000;

  /** Of images from folders, whose own sizes vary. */
  public static final int DEFAULT_IMAGE_SIZE = 32;

  /**
   * @throws InvalidPlan with everything that is wrong
   */
  public DatasetPlan {
    uploadIds = List.copyOf(uploadIds);
    var violations =
        new Violations()
            .requireName(name, Violations.LONGEST_NAME)
            .require(
                fetch ? uploadIds.isEmpty() : source.takes(uploadIds.size()),
                "uploadIds",
                fetch
                    ? "must be left out where the files are fetched"
                    : "this source takes %s, got %d".formatted(source.need(), uploadIds.size()))
            .require(
                imageSize == null || (SMALLEST_IMAGE <= imageSize && imageSize <= LARGEST_IMAGE),
                "imageSize",
                "must be %d to %d".formatted(SMALLEST_IMAGE, LARGEST_IMAGE))
            .require(
                !skipInvalid || source.isOfPictures(),
                "skipInvalid",
                "only of sources whose images are files of their own can some be left out")
            .require(
                trainLimit == null || trainLimit >= FEWEST_TRAIN,
                "trainLimit",
                "must be at least %d".formatted(FEWEST_TRAIN))
            .require(
                testLimit == null || testLimit >= FEWEST_TEST,
                "testLimit",
                "must be at least %d".formatted(FEWEST_TEST))
            .require(
                validationImages == null || validationImages >= FEWEST_VALIDATION,
                "validationImages",
                "must be at least %d".formatted(FEWEST_VALIDATION))
            .require(
                validationImages == null || validationImages < mostTrain(source, trainLimit),
                "validationImages",
                "must leave an image for training: there are %d to divide"
                    .formatted(mostTrain(source, trainLimit)));
    requireDistinct(uploadIds, violations);
    if (source == ImageSource.SYNTHETIC) {
      requireDrawable("trainLimit", trainLimit, violations);
      requireDrawable("testLimit", testLimit, violations);
    }
    violations.refuse();
    if (source == ImageSource.IMAGE_FOLDER && imageSize == null) {
      imageSize = DEFAULT_IMAGE_SIZE;
    }
  }

  /** Images for training and validation, as far as is known before the source is read. */
  private static int mostTrain(ImageSource source, @Nullable Integer limit) {
    int most = source == ImageSource.SYNTHETIC ? ImageSource.DRAWN_TRAIN : Integer.MAX_VALUE;
    return limit == null ? most : limit;
  }

  /** Of drawn images a limit says how many there are, and nothing else does. */
  private static void requireDrawable(
      String field, @Nullable Integer limit, Violations violations) {
    violations.require(
        limit == null || limit <= MOST_DRAWN,
        field,
        "must be at most %d where images are drawn".formatted(MOST_DRAWN));
  }

  private static void requireDistinct(List<String> uploadIds, Violations violations) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < uploadIds.size(); i++) {
      violations.require(
          seen.add(uploadIds.get(i)), "uploadIds[%d]".formatted(i), "is given twice");
    }
  }
}
