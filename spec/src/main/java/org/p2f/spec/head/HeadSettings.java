package org.p2f.spec.head;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2f.spec.network.Precision;

/**
 * How heads are trained. Optimizer, dropout and clipping are the design's and fixed.
 *
 * @param schedule of the learning rate
 * @param batchSize images of a step; where the training images are fewer, one step takes them all
 * @param scaling what is done to the codes before a head reads them
 * @param precision of products; sums, weights and the optimizer are float32. With bfloat16 a step
 *     of a GRU or Transformer takes about 0.6 times as long on a processor that has it
 * @param labelFraction in (0, 1]: the share of the training images, validation images apart, whose
 *     labels are learned from; a seed's smaller shares lie in its larger ones
 * @param patience validations without a better accuracy after which a head learns no more; null for
 *     none, as published
 * @param validationImages how many of the training images each seed draws for validation, at least
 *     1 and fewer than there are; null for a tenth, at least one
 */
public record HeadSettings(
    TrainingLength length,
    LearningRateSchedule schedule,
    int batchSize,
    Scaling scaling,
    Precision precision,
    double labelFraction,
    @Nullable Integer patience,
    @Nullable Integer validationImages) {

  /** The published learning rates, of which the best on validation images is reported. */
  public static final List<Double> LEARNING_RATES = List.of(1e-3, 7.5e-4, 5e-4, 2.5e-4, 1e-4, 5e-5);

  /** The published settings. */
  public static final HeadSettings PUBLISHED = new HeadSettings(100, 256, Scaling.RAW);

  /** One in so many training images is for validation where nothing else is said. */
  private static final int VALIDATION_SHARE = 10;

  /** What is done to the codes. */
  public enum Scaling {
    /** Nothing, as published. */
    RAW,
    /**
     * Each value of each time has its mean taken away and is divided by its standard deviation,
     * both over the split that is trained on (validation images included, labels unused).
     */
    STANDARDIZED
  }

  public HeadSettings {
    if (batchSize < 1) {
      throw new IllegalArgumentException("Need an image a step, got " + batchSize);
    }
    if (!(0 < labelFraction && labelFraction <= 1)) { // also refuses NaN
      throw new IllegalArgumentException(
          "A fraction of labels lies in (0, 1], got " + labelFraction);
    }
    if (patience != null && patience < 1) {
      throw new IllegalArgumentException("Need a validation of patience, got " + patience);
    }
    if (validationImages != null && validationImages < 1) {
      throw new IllegalArgumentException("Need a validation image, got " + validationImages);
    }
  }

  /** Float32 throughout, at a constant rate, as published. */
  public HeadSettings(int epochs, int batchSize, Scaling scaling) {
    this(
        new TrainingLength.Epochs(epochs),
        LearningRateSchedule.PUBLISHED,
        batchSize,
        scaling,
        Precision.FLOAT32,
        1,
        null,
        null);
  }

  public HeadSettings withEpochs(int epochs) {
    return with(new TrainingLength.Epochs(epochs), schedule);
  }

  public HeadSettings with(TrainingLength length, LearningRateSchedule schedule) {
    return new HeadSettings(
        length, schedule, batchSize, scaling, precision, labelFraction, patience, validationImages);
  }

  public HeadSettings withPrecision(Precision precision) {
    return new HeadSettings(
        length, schedule, batchSize, scaling, precision, labelFraction, patience, validationImages);
  }

  public HeadSettings withLabels(double fraction) {
    return new HeadSettings(
        length, schedule, batchSize, scaling, precision, fraction, patience, validationImages);
  }

  /**
   * @param validations null for none
   */
  public HeadSettings withPatience(@Nullable Integer validations) {
    return new HeadSettings(
        length,
        schedule,
        batchSize,
        scaling,
        precision,
        labelFraction,
        validations,
        validationImages);
  }

  /**
   * @param images of the training images; null for a tenth
   */
  public HeadSettings withValidation(@Nullable Integer images) {
    return new HeadSettings(
        length, schedule, batchSize, scaling, precision, labelFraction, patience, images);
  }

  /**
   * How many of so many training images are for validation.
   *
   * @throws IllegalArgumentException if none would be left to train on
   */
  public int validationOf(int images) {
    int some = validationImages == null ? Math.max(1, images / VALIDATION_SHARE) : validationImages;
    if (some >= images) {
      throw new IllegalArgumentException(
          "Need an image to train on beside %d for validation, got %d".formatted(some, images));
    }
    return some;
  }
}
