package org.p2f.downstream.api;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.p2f.downstream.domain.EvaluationPlan;
import org.p2f.downstream.domain.HeadTraining;
import org.p2f.downstream.domain.StudyPlan;
import org.p2f.kit.problem.Refused;

/**
 * What a study takes where it is not told otherwise.
 *
 * @param preset of training
 * @param steps of training; null for the training preset's own number
 * @param staticEncoders at most; a study has no more of them than of others
 */
record StudyPreset(
    String preset,
    @Nullable Long steps,
    int staticEncoders,
    int epochs,
    int headSeeds,
    List<Double> learningRates,
    int criticSteps) {

  /** Enough for a Student interval; more narrow it quickly. */
  static final int ENCODERS = 3;

  /** That of the published ablations. */
  static final int GRID = 10;

  static final List<Integer> GRANULARITIES = List.of(2, 5);

  /** Meant for two cores and less than half an hour. */
  static final StudyPreset TINY = new StudyPreset("tiny", 400L, 3, 8, 1, List.of(2e-3), 300);

  /** The published settings. */
  static final StudyPreset SMALL =
      new StudyPreset(
          "small",
          null,
          StudyPlan.MOST_ENCODERS,
          HeadTraining.DEFAULT_EPOCHS,
          HeadTraining.DEFAULT_SEEDS,
          EvaluationPlan.DEFAULT_LEARNING_RATES,
          20_000);

  private static final List<StudyPreset> ALL = List.of(TINY, SMALL);

  /**
   * @throws Refused naming {@code preset} if there is none of that name
   */
  static StudyPreset of(String name) {
    return ALL.stream()
        .filter(known -> known.preset().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Refused.field(
                    "preset",
                    "must be one of: %s"
                        .formatted(
                            ALL.stream()
                                .map(StudyPreset::preset)
                                .collect(Collectors.joining(", ")))));
  }
}
