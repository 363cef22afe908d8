package org.p2f.training.semisupervised.web;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** Asks for a semi-supervised run: a plan of which defaults fill in what is null. */
@Schema(
    description =
        "A semi-supervised run: a plan in which defaults fill in what is left out. The plan of a run"
            + " can be edited and sent back.")
record SemiSupervisedRunRequest(
    @Schema(
            description =
                "Id of the data set. Its training and validation images are learnt from, of which"
                    + " few keep their labels; its test images are told.")
        String datasetId,
    @Schema(description = "Name of the data set's factor that is learnt.") String factor,
    @Schema(
            description =
                "Number of training images of each class whose label is known, 1 to 100000; some"
                    + " images must stay without.")
        @Min(1)
        @Max(100_000)
        int labelsPerClass,
    @Schema(
            description =
                "Name of the run, 1 to 120 characters. Defaults to the factor and the number of"
                    + " labels.")
        @Nullable String name,
    @Schema(
            description =
                "Seed of the draw of labelled images, weights, order, augmentations and mixtures."
                    + " Defaults to 0.")
        @Nullable Long seed,
    @Valid @Nullable BackboneSettings backbone,
    @Valid @Nullable ClassifierTrainingSettings training) {}
