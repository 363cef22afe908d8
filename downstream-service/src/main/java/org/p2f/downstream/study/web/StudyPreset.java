package org.p2f.downstream.study.web;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.p2f.downstream.analysis.InformationPlan;
import org.p2f.downstream.head.HeadTraining;
import org.p2f.downstream.study.StudyAnalysis;
import org.p2f.downstream.study.StudyPlan;
import org.p2f.kit.problem.Refused;
import org.p2f.spec.head.HeadSettings;

/**
 * What a study takes where it is not told otherwise. How long each preset's networks learn stands
 * here and nowhere else.
 *
 * @param trainingPreset as the training service names it
 * @param steps of training; null for the training preset's own number
 * @param training further settings of training runs
 * @param encoders of each objective
 * @param staticEncoders at most; a study has no more of them than of others
 * @param grid n of the times 0, 1/n, …, 1
 * @param granularities further grids on which the Transformer is trained
 * @param epochs of each head; null where {@code headTraining} says how long heads learn
 * @param headTraining further settings of head training
 * @param criticSteps of each critic of the mutual-information maps
 * @param critics further settings of those maps
 */
record StudyPreset(
    String name,
    String description,
    String trainingPreset,
    @Nullable Long steps,
    Map<String, Object> training,
    List<String> objectives,
    int encoders,
    int staticEncoders,
    int grid,
    List<Integer> granularities,
    @Nullable Integer epochs,
    Map<String, Object> headTraining,
    int headSeeds,
    List<Double> learningRates,
    List<StudyAnalysis> analyses,
    int criticSteps,
    Map<String, Object> critics) {

  /** Times 0, 0.1, …, 1: those of the published ablations. */
  private static final int GRID = 10;

  /** Enough times to see a curve, in half the time. */
  private static final int COARSE_GRID = 4;

  /** Three minutes on two cores; after 1,400 the shapes of both seeds were still coming in. */
  private static final Long DEMO_STEPS = 1_700L;

  /**
   * Half of {@code tiny}'s price and a higher rate: shapes, which are learned last, come in sooner
   * ({@code docs/results.md}).
   */
  private static final Map<String, Object> DEMO_TRAINING =
      Map.of(
          "probe", Map.of("everySteps", 500, "times", List.of(0., .5, 1.)),
          "penalty", Map.of("weight", .03),
          "optimizer", Map.of("learningRate", 6e-3));

  private static final List<StudyAnalysis> ALL_ANALYSES = List.of(StudyAnalysis.values());

  /**
   * The rate that suits each head ({@code docs/results.md}): a claim that one is better is worth
   * little where the other's rate is wrong.
   */
  private static final Map<String, Object> RATES =
      Map.of(
          "mlp", List.of(1e-2),
          "wide-mlp", List.of(3e-3),
          "gru", List.of(1e-2),
          "transformer", List.of(1e-3));

  /**
   * What codes tell faintly is still being learned after fewer steps: of the demo's codes a
   * Transformer reads 65 % of the shapes after 600 and 69 % after 1,000.
   */
  private static final Map<String, Object> HEADS =
      Map.of("steps", 1_000, "batchSize", 64, StudyPlan.HEAD_LEARNING_RATES, RATES);

  /** In three quarters of the time; accuracies differ by what another seed of heads changes. */
  private static final Map<String, Object> DEMO_HEADS = with(HEADS, "precision", "bfloat16");

  /** One critic a pair, fast: their standardised codes are learned in few steps. */
  private static final Map<String, Object> QUICK_CRITICS =
      Map.of("seeds", 1, "scaling", "standardized", "precision", "bfloat16");

  /** Of 10,000 test images. */
  private static final int PUBLISHED_CRITIC_STEPS =
      InformationPlan.publishedSteps(10_000, HeadTraining.DEFAULT_BATCH);

  /** Enough for a Student interval; more narrow it quickly. */
  private static final int ENCODERS = 3;

  private static final List<Integer> GRANULARITIES = List.of(2, 5);

  /**
   * One encoder, its untrained control and the heads that the method is about: minutes on two
   * cores. Probes before the first step and after every seven hundred show what the codes tell
   * while the encoder learns.
   */
  private static final StudyPreset DEMO =
      new StudyPreset(
          "demo",
          "One encoder and its untrained control, read at five t: minutes on two cores",
          "tiny",
          DEMO_STEPS,
          DEMO_TRAINING,
          List.of("vdrl"),
          1,
          0,
          COARSE_GRID,
          List.of(),
          null,
          DEMO_HEADS,
          1,
          List.of(3e-3),
          List.of(),
          1,
          QUICK_CRITICS);

  /** Meant for two cores. */
  private static final StudyPreset TINY =
      new StudyPreset(
          "tiny",
          "All claims, measured over three small encoders of each objective",
          "tiny",
          null,
          Map.of("probe", Map.of("everySteps", 300)),
          StudyPlan.OBJECTIVES,
          ENCODERS,
          3,
          GRID,
          GRANULARITIES,
          null,
          HEADS,
          1,
          List.of(3e-3),
          ALL_ANALYSES,
          300,
          QUICK_CRITICS);

  /**
   * Networks, heads and critics as published, for as long as published. {@code docs/fidelity.md}
   * has what differs: one number of seeds for all heads, standardised codes for heads, fewer grids.
   */
  private static final StudyPreset SMALL =
      new StudyPreset(
          "small",
          "All claims with networks, heads and critics that learn as long as the published ones:"
              + " days to weeks",
          "small",
          null,
          Map.of("probe", Map.of("everySteps", 5_000)),
          StudyPlan.OBJECTIVES,
          ENCODERS,
          StudyPlan.MOST_ENCODERS,
          GRID,
          GRANULARITIES,
          HeadTraining.DEFAULT_EPOCHS,
          Map.of(),
          HeadTraining.DEFAULT_SEEDS,
          HeadSettings.LEARNING_RATES,
          ALL_ANALYSES,
          PUBLISHED_CRITIC_STEPS,
          Map.of("seeds", InformationPlan.DEFAULT_SEEDS));

  private static Map<String, Object> with(Map<String, Object> settings, String name, Object value) {
    var all = new TreeMap<>(settings);
    all.put(name, value);
    return Map.copyOf(all);
  }

  /** Of which the first takes least time. */
  static final List<StudyPreset> ALL = List.of(DEMO, TINY, SMALL);

  /** That of a study which names none. */
  static final StudyPreset DEFAULT = TINY;

  /**
   * @throws Refused naming {@code preset} if there is none of that name
   */
  static StudyPreset of(String name) {
    return ALL.stream()
        .filter(known -> known.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Refused.field(
                    "preset",
                    "must be one of: %s"
                        .formatted(
                            ALL.stream()
                                .map(StudyPreset::name)
                                .collect(Collectors.joining(", ")))));
  }
}
