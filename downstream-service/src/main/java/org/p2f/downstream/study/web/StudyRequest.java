package org.p2f.downstream.study.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.p2f.downstream.analysis.InformationPlan;
import org.p2f.downstream.head.HeadTraining;
import org.p2f.downstream.study.StudyAnalysis;
import org.p2f.downstream.study.StudyPlan;

/** Asks for a study. */
@Schema(
    description =
        "A whole line to be run on a data set: training, encoding, heads, analyses, report; what is"
            + " left out is as the preset has it")
record StudyRequest(
    String datasetId,
    @Schema(description = "The data set's if left out") @Nullable String name,
    @Schema(description = "As /v1/studies/presets has them", defaultValue = "tiny")
        @Nullable String preset,
    @Schema(description = "drl, vdrl; the preset's if left out") @Nullable List<String> objectives,
    @Schema(
            description =
                "Encoders of each objective; claims are tested over them; the preset's if left out",
            minimum = "1",
            maximum = "" + StudyPlan.MOST_ENCODERS)
        @Nullable Integer encoderSeeds,
    @Schema(
            description = "Of the first encoder of each objective; the others' follow it",
            minimum = "0",
            maximum = "" + StudyPlan.LARGEST_SEED,
            defaultValue = "0")
        @Nullable Long seed,
    @Schema(
            description =
                "Encoders that know no t, of the first objective, compared with those of the same"
                    + " seeds; if left out as many as encoderSeeds, at most the preset's",
            minimum = "0",
            maximum = "" + StudyPlan.MOST_ENCODERS)
        @Nullable Integer staticEncoders,
    @Schema(
            description =
                "Score networks that are trained without a code, of the first objective, and whose"
                    + " activations (diffusion features) are read by the same heads, compared with"
                    + " the encoders of the same seeds; at most encoderSeeds. Each costs one more"
                    + " training",
            minimum = "0",
            maximum = "" + StudyPlan.MOST_ENCODERS,
            defaultValue = "0")
        @Nullable Integer activations,
    @Schema(
            description =
                "Layer of these score networks that is read, as trajectories name them; their"
                    + " default if left out",
            example = "up.1.0")
        @Nullable String activationsLayer,
    @Schema(description = "As /v1/presets has them; the study preset's if left out")
        @Nullable String trainingPreset,
    @Schema(
            description =
                "Of training; if left out the study preset's, or the training preset's own where"
                    + " one is named",
            minimum = "1")
        @Nullable Long steps,
    @Schema(
            description =
                "Further settings of every training run, by the names of its request; they come"
                    + " over the preset's")
        @Nullable Map<String, Object> training,
    @Schema(
            description = "n for the times 0, 1/n, …, 1; even; the preset's if left out",
            minimum = "2",
            maximum = "" + StudyPlan.LARGEST_GRID)
        @Nullable Integer grid,
    @Schema(
            description =
                "Further grids on which the Transformer is trained; the preset's if left out")
        @Nullable List<Integer> granularities,
    @Schema(
            description = "Of each head; the preset's if left out",
            minimum = "1",
            maximum = "" + HeadTraining.MOST_EPOCHS)
        @Nullable Integer epochs,
    @Schema(
            description =
                "Further settings of every head's training, by the names of an evaluation's"
                    + " request; they come over the preset's")
        @Nullable Map<String, Object> headTraining,
    @Schema(
            description = "Of each head; the preset's if left out",
            minimum = "1",
            maximum = "" + HeadTraining.MOST_SEEDS)
        @Nullable Integer headSeeds,
    @Schema(
            description =
                "Learning rates of heads, each in (0, 1], of which the best on validation images is"
                    + " taken for each encoder; attention profiles and masks try them too. The"
                    + " preset's if left out")
        @Nullable List<Double> learningRates,
    @Schema(
            description =
                "What is measured beside the accuracies of heads; claims are decided where all of"
                    + " it is; the preset's if left out")
        @Nullable List<StudyAnalysis> analyses,
    @Schema(
            description = "Of each critic; the preset's if left out",
            minimum = "1",
            maximum = "" + InformationPlan.MOST_STEPS)
        @Nullable Integer criticSteps,
    @Schema(
            description =
                "Further settings of every mutual-information analysis, by the names of its"
                    + " request; they come over the preset's")
        @Nullable Map<String, Object> critics,
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
    var defaults = preset == null ? StudyPreset.DEFAULT : StudyPreset.of(preset);
    var factors = dataset.factorNames();
    int encoders = Objects.requireNonNullElse(encoderSeeds, defaults.encoders());
    return new StudyPlan(
            datasetId,
            Objects.requireNonNullElse(name, dataset.name()),
            defaults.name(),
            Objects.requireNonNullElse(trainingPreset, defaults.trainingPreset()),
            over(defaults.training(), training),
            Objects.requireNonNullElse(seed, 0L),
            Objects.requireNonNullElse(objectives, defaults.objectives()),
            encoders,
            Objects.requireNonNullElse(
                staticEncoders, Math.min(defaults.staticEncoders(), encoders)),
            Objects.requireNonNullElse(activations, 0),
            activationsLayer,
            steps == null && trainingPreset == null ? defaults.steps() : steps,
            Objects.requireNonNullElse(grid, defaults.grid()),
            Objects.requireNonNullElse(granularities, defaults.granularities()),
            epochs == null && !setsSteps() ? defaults.epochs() : epochs,
            over(stillMeant(defaults.headTraining()), headTraining),
            Objects.requireNonNullElse(headSeeds, defaults.headSeeds()),
            Objects.requireNonNullElse(learningRates, defaults.learningRates()),
            Objects.requireNonNullElse(analyses, defaults.analyses()),
            Objects.requireNonNullElse(criticSteps, defaults.criticSteps()),
            over(defaults.critics(), critics),
            factors,
            Objects.requireNonNullElseGet(
                coarseFactors, () -> factors.stream().filter(COARSE::contains).toList()),
            Objects.requireNonNullElseGet(
                fineFactors, () -> factors.stream().filter(FINE::contains).toList()))
        .checked();
  }

  /** Heads learn for epochs or for steps. */
  private boolean setsSteps() {
    return headTraining != null && headTraining.get("steps") != null;
  }

  /**
   * The preset's settings of heads, without steps where the request says epochs, and without single
   * kinds' learning rates where it says those of all.
   */
  private Map<String, Object> stillMeant(Map<String, Object> settings) {
    var kept = new TreeMap<>(settings);
    if (epochs != null) {
      kept.remove("steps");
    }
    if (learningRates != null) {
      kept.remove(StudyPlan.HEAD_LEARNING_RATES);
    }
    return kept;
  }

  /** Some settings with others in their places, objects within them likewise. */
  private static Map<String, Object> over(
      Map<String, Object> settings, @Nullable Map<String, Object> others) {
    var all = new TreeMap<>(settings);
    if (others != null) {
      others.forEach(
          (name, value) -> {
            if (value == null) {
              all.remove(name); // as if the preset did not have it
            } else if (value instanceof Map<?, ?> changes
                && all.get(name) instanceof Map<?, ?> before) {
              all.put(name, over(named(before), named(changes)));
            } else {
              all.put(name, value);
            }
          });
    }
    return all;
  }

  @SuppressWarnings("unchecked") // JSON's names are strings
  private static Map<String, Object> named(Map<?, ?> object) {
    return (Map<String, Object>) object;
  }
}
