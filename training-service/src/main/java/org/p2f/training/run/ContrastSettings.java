package org.p2f.training.run;

import static java.util.Objects.requireNonNullElse;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.data.Augmentation;
import org.p2f.spec.objective.Contrast;

/** What a caller says about the contrast of views; without it there is none. */
@Schema(
    description =
        "A contrast of views: draws the codes of two views of an image together and those of"
            + " different images apart (NT-Xent, arXiv:2002.05709). A batch then holds half as many"
            + " images, each in two views made by images.augmentation, which defaults to `simsiam`.")
record ContrastSettings(
    @Schema(description = "Weight λ of the contrast, 0.000001 to 1000000. Defaults to 1.")
        @DecimalMin("0.000001")
        @DecimalMax("1000000")
        @Nullable Double weight,
    @Schema(
            description =
                "Temperature τ by which cosine similarities are divided, 0.01 to 100. Defaults to"
                    + " 0.2.")
        @DecimalMin("0.01")
        @DecimalMax("100")
        @Nullable Double temperature,
    @Schema(
            description =
                "Number of values of the projection head's hidden layer and of its result, 1 to"
                    + " 4096. Defaults to 128.")
        @Min(1)
        @Max(4_096)
        @Nullable Integer projection) {
  private static final double WEIGHT = 1;
  private static final double TEMPERATURE = .2;
  private static final int PROJECTION = 128;

  /** Images of each replica: two pairs, or nothing is kept apart. */
  private static final int LEAST = 4;

  Contrast contrast() {
    return new Contrast(
        requireNonNullElse(weight, WEIGHT),
        requireNonNullElse(temperature, TEMPERATURE),
        requireNonNullElse(projection, PROJECTION));
  }

  static void requireConsistent(TrainingPlan plan, Violations violations) {
    if (plan.contrast() == null) {
      return;
    }
    int together = plan.batchSize() / plan.replicas();
    violations
        .require(
            plan.images().augmentation() != Augmentation.NONE,
            "contrast",
            "images.augmentation",
            "without augmentation two views of an image are one")
        .require(
            !plan.loss().mixup(),
            "contrast",
            "loss.mixup",
            "mixed images are no views of one image")
        .require(
            together % 2 == 0 && together >= LEAST,
            "batchSize",
            "with a contrast each replica takes an even number of %d images or more, not %d"
                .formatted(LEAST, together));
  }
}
