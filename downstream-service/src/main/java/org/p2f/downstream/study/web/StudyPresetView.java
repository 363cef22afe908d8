package org.p2f.downstream.study.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.p2f.downstream.study.StudyAnalysis;

/** A study's preset as the API shows it. */
@Schema(description = "A named set of defaults for studies")
record StudyPresetView(
    String name,
    String description,
    @Schema(description = "As /v1/presets has it") String trainingPreset,
    @Schema(description = "Of training; absent for the training preset's own number")
        @Nullable Long steps,
    @Schema(description = "Further settings of training runs") Map<String, Object> training,
    List<String> objectives,
    int encoderSeeds,
    @Schema(description = "At most") int staticEncoders,
    @Schema(description = "n of the times 0, 1/n, …, 1") int grid,
    List<Integer> granularities,
    @Schema(description = "Of each head; absent where headTraining says how long they learn")
        @Nullable Integer epochs,
    @Schema(description = "Further settings of evaluations") Map<String, Object> headTraining,
    int headSeeds,
    List<Double> learningRates,
    List<StudyAnalysis> analyses,
    int criticSteps,
    @Schema(description = "Further settings of mutual-information analyses")
        Map<String, Object> critics) {

  static StudyPresetView of(StudyPreset preset) {
    return new StudyPresetView(
        preset.name(),
        preset.description(),
        preset.trainingPreset(),
        preset.steps(),
        preset.training(),
        preset.objectives(),
        preset.encoders(),
        preset.staticEncoders(),
        preset.grid(),
        preset.granularities(),
        preset.epochs(),
        preset.headTraining(),
        preset.headSeeds(),
        preset.learningRates(),
        preset.analyses(),
        preset.criticSteps(),
        preset.critics());
  }
}
