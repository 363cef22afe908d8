package org.p2f.downstream.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.p2f.downstream.domain.StudyPlan;

/** Asks for a study. */
@Schema(
    description =
        "A whole line to be run on a data set: training, encoding, heads, analyses, report; what is"
            + " left out is as the preset has it")
public record StudyRequest(
    String datasetId,
    @Schema(description = "The data set's if left out") @Nullable String name,
    @Schema(description = "Of training and of the study: tiny or small", defaultValue = "tiny")
        @Nullable String preset,
    @Schema(description = "drl, vdrl; both if left out") @Nullable List<String> objectives,
    @Schema(
            description = "Encoders of each objective; claims are tested over them",
            minimum = "1",
            maximum = "" + StudyPlan.MOST_ENCODERS,
            defaultValue = "3")
        @Nullable Integer encoderSeeds,
    @Schema(
            description =
                "Encoders that know no t, of the first objective, compared with those of the same"
                    + " seeds; if left out as many as encoderSeeds, in tiny at most 3",
            minimum = "0",
            maximum = "" + StudyPlan.MOST_ENCODERS)
        @Nullable Integer staticEncoders,
    @Schema(
            description = "Of training; 500 in tiny, the training preset's own number in small",
            minimum = "1")
        @Nullable Long steps,
    @Schema(
            description = "n for the times 0, 1/n, …, 1; even",
            minimum = "2",
            maximum = "" + StudyPlan.LARGEST_GRID,
            defaultValue = "10")
        @Nullable Integer grid,
    @Schema(description = "Further grids on which the Transformer is trained; 2 and 5 if left out")
        @Nullable List<Integer> granularities,
    @Schema(description = "Of each head; 10 in tiny, 100 in small") @Nullable Integer epochs,
    @Schema(description = "Of each head; 1 in tiny, 3 in small") @Nullable Integer headSeeds,
    @Schema(description = "Of heads; 2e-3 in tiny, the published six in small")
        @Nullable List<Double> learningRates,
    @Schema(description = "Of each critic; 300 in tiny, 20,000 in small")
        @Nullable Integer criticSteps,
    @Schema(
            description =
                "Factors that show in large parts of an image; background and foreground if left"
                    + " out, where the data set has them")
        @Nullable List<String> coarseFactors,
    @Schema(
            description =
                "Factors that show in details; shape and digit if left out, where the data set has"
                    + " them")
        @Nullable List<String> fineFactors) {

  private static final Set<String> COARSE = Set.of("background", "foreground");
  private static final Set<String> FINE = Set.of("shape", "digit");

  StudyPlan planOn(DatasetCatalog.DatasetCard dataset) {
    var defaults = StudyPreset.of(Objects.requireNonNullElse(preset, StudyPreset.TINY.preset()));
    var factors = dataset.factorNames();
    int encoders = Objects.requireNonNullElse(encoderSeeds, StudyPreset.ENCODERS);
    return new StudyPlan(
            datasetId,
            Objects.requireNonNullElse(name, dataset.name()),
            defaults.preset(),
            Objects.requireNonNullElse(objectives, StudyPlan.OBJECTIVES),
            encoders,
            Objects.requireNonNullElse(
                staticEncoders, Math.min(defaults.staticEncoders(), encoders)),
            steps == null ? defaults.steps() : steps,
            Objects.requireNonNullElse(grid, StudyPreset.GRID),
            Objects.requireNonNullElse(granularities, StudyPreset.GRANULARITIES),
            Objects.requireNonNullElse(epochs, defaults.epochs()),
            Objects.requireNonNullElse(headSeeds, defaults.headSeeds()),
            Objects.requireNonNullElse(learningRates, defaults.learningRates()),
            Objects.requireNonNullElse(criticSteps, defaults.criticSteps()),
            Objects.requireNonNullElseGet(
                coarseFactors, () -> factors.stream().filter(COARSE::contains).toList()),
            Objects.requireNonNullElseGet(
                fineFactors, () -> factors.stream().filter(FINE::contains).toList()))
        .checkedOn(factors);
  }
}
