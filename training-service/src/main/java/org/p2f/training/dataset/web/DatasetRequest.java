package org.p2f.training.dataset.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.data.ImageSource;
import org.p2f.training.dataset.DatasetPlan;

/** Asks for a data set. */
@Schema(description = "A data set to be made from uploads, or drawn by the service")
record DatasetRequest(
    @Schema(minLength = 1, maxLength = Violations.LONGEST_NAME) String name,
    ImageSource source,
    @Schema(description = "The source's files; none for synthetic")
        @Nullable List<String> uploadIds,
    @Schema(
            description =
                "The source's published files are fetched instead, where the operator allows it",
            defaultValue = "false")
        @Nullable Boolean fetch,
    @Schema(description = "Decides what the source leaves to chance", defaultValue = "0")
        @Nullable Long seed,
    @Schema(
            description =
                "Side in pixels: images of a folder are resized to it; of other sources each pixel"
                    + " becomes the mean of a square, and it must divide their sides",
            minimum = "" + DatasetPlan.SMALLEST_IMAGE,
            maximum = "" + DatasetPlan.LARGEST_IMAGE)
        @Nullable Integer imageSize,
    @Schema(
            description = "Leave out pictures that cannot be read, and count them",
            defaultValue = "false")
        @Nullable Boolean skipInvalid,
    @Schema(
            description =
                "Take only the first images for training; of synthetic as many as are to be drawn, at"
                    + " most "
                    + DatasetPlan.MOST_DRAWN,
            minimum = "" + DatasetPlan.FEWEST_TRAIN)
        @Nullable Integer trainLimit,
    @Schema(
            description =
                "Take only the first images for testing; of synthetic as many as are to be drawn, at"
                    + " most "
                    + DatasetPlan.MOST_DRAWN,
            minimum = "" + DatasetPlan.FEWEST_TEST)
        @Nullable Integer testLimit,
    @Schema(
            description =
                "How many of the images that are not for testing are drawn for validation, by the"
                    + " seed and instead of those that the source names; fewer than there are, and"
                    + " than trainLimit. Heads hold out as many, too. If left out those that the"
                    + " source names, or else a tenth (of synthetic an eighth, as published)",
            minimum = "" + DatasetPlan.FEWEST_VALIDATION)
        @Nullable Integer validationImages) {

  DatasetPlan toPlan() {
    return new DatasetPlan(
        name,
        source,
        Objects.requireNonNullElse(uploadIds, List.of()),
        Objects.requireNonNullElse(fetch, false),
        Objects.requireNonNullElse(seed, 0L),
        imageSize,
        Objects.requireNonNullElse(skipInvalid, false),
        trainLimit,
        testLimit,
        validationImages);
  }
}
