package org.p2f.downstream.study;

import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.p2f.downstream.analysis.InformationPlan;
import org.p2f.downstream.evaluation.EvaluationPlan;
import org.p2f.downstream.head.HeadTraining;
import org.p2f.kit.plan.InvalidPlan;
import org.p2f.kit.plan.Violations;

/**
 * A study of one data set, with every default filled in.
 *
 * @param preset of the study: where it was not told otherwise, its settings are that preset's
 * @param trainingPreset as the training service names it
 * @param training further settings of every training run, by the names that the training service
 *     has for them
 * @param seed of the first encoder of each objective; the others' follow it
 * @param objectives encoders are trained for each, {@code drl} or {@code vdrl}
 * @param encoderSeeds encoders of each objective, 1 to {@value #MOST_ENCODERS}
 * @param staticEncoders encoders that know no t, trained for the first objective with its first
 *     seeds; at most as many
 * @param activations score networks that are trained without a code, for the first objective's loss
 *     with its first seeds, and whose activations are read like codes; at most as many
 * @param activationsLayer of these networks, by its name; null for the usual one
 * @param steps of training; null for the training preset's own number
 * @param grid n for the times 0, 1/n, …, 1; even, so that ½ is among them
 * @param granularities further grids on which the Transformer is trained; each smaller than the
 *     grid
 * @param epochs of each head; null where {@code headTraining} says how long heads learn
 * @param headTraining further settings of every head's training, by the names that evaluations have
 *     for them
 * @param headSeeds of each head
 * @param learningRates of heads
 * @param analyses what is measured beside the accuracies of heads
 * @param criticSteps of each critic of the mutual-information maps
 * @param critics further settings of those maps, by the names that analyses have for them
 * @param factors of the data set
 * @param coarseFactors those whose answer shows in large parts of an image, such as its background
 */
public record StudyPlan(
    String datasetId,
    String name,
    String preset,
    String trainingPreset,
    Map<String, Object> training,
    long seed,
    List<String> objectives,
    int encoderSeeds,
    @Nullable Integer staticEncoders,
    int activations,
    @Nullable String activationsLayer,
    @Nullable Long steps,
    int grid,
    List<Integer> granularities,
    @Nullable Integer epochs,
    Map<String, Object> headTraining,
    int headSeeds,
    List<Double> learningRates,
    List<StudyAnalysis> analyses,
    int criticSteps,
    Map<String, Object> critics,
    List<String> factors,
    List<String> coarseFactors,
    List<String> fineFactors) {

  /** What can be trained for. */
  public static final List<String> OBJECTIVES = List.of("drl", "vdrl");

  /** The setting of an evaluation that gives kinds of head learning rates of their own. */
  public static final String HEAD_LEARNING_RATES = "headLearningRates";

  public static final int MOST_ENCODERS = 10;
  public static final int LARGEST_GRID = 100;
  public static final long LARGEST_SEED = 1_000_000_000;
  public static final long MOST_TRAINING_STEPS = 10_000_000;

  public StudyPlan {
    training = Collections.unmodifiableMap(new TreeMap<>(training));
    headTraining = Collections.unmodifiableMap(new TreeMap<>(headTraining));
    critics = Collections.unmodifiableMap(new TreeMap<>(critics));
    analyses = analyses.stream().distinct().sorted().toList();
    factors = List.copyOf(factors);
    objectives = List.copyOf(objectives);
    granularities = List.copyOf(granularities);
    learningRates = List.copyOf(learningRates);
    coarseFactors = List.copyOf(coarseFactors);
    fineFactors = List.copyOf(fineFactors);
  }

  /** None in studies of before. */
  @Override
  public Integer staticEncoders() {
    return Objects.requireNonNullElse(staticEncoders, 0);
  }

  /** Whether everything that the claims are decided by is measured. */
  public boolean measuresClaims() {
    return analyses.containsAll(EnumSet.allOf(StudyAnalysis.class));
  }

  /** Times of a grid; that of 1 is the single time ½. */
  public static List<Double> timesOf(int grid) {
    return grid == 1
        ? List.of(.5)
        : IntStream.rangeClosed(0, grid).mapToObj(i -> i / (double) grid).toList();
  }

  /**
   * @throws InvalidPlan with everything that keeps it from being carried out, but for what the
   *     training service alone can tell
   */
  public StudyPlan checked() {
    var violations =
        new Violations()
            .require(
                !objectives.isEmpty() && OBJECTIVES.containsAll(objectives),
                "objectives",
                "must be some of " + String.join(", ", OBJECTIVES))
            .require(
                new HashSet<>(objectives).size() == objectives.size(),
                "objectives",
                "names one twice")
            .require(
                1 <= encoderSeeds && encoderSeeds <= MOST_ENCODERS,
                "encoderSeeds",
                "must be 1 to " + MOST_ENCODERS)
            .require(
                0 <= staticEncoders() && staticEncoders() <= Math.max(0, encoderSeeds),
                "staticEncoders",
                "must be 0 to encoderSeeds: each is compared with the encoder of its seed")
            .require(
                0 <= activations && activations <= Math.max(0, encoderSeeds),
                "activations",
                "must be 0 to encoderSeeds: each is compared with the encoder of its seed")
            .require(
                activationsLayer == null || activations > 0,
                "activationsLayer",
                "is a layer of no network: activations is 0")
            .require(0 <= seed && seed <= LARGEST_SEED, "seed", "must be 0 to " + LARGEST_SEED)
            .require(
                steps == null || (1 <= steps && steps <= MOST_TRAINING_STEPS),
                "steps",
                "must be 1 to " + MOST_TRAINING_STEPS)
            .require(
                2 <= grid && grid <= LARGEST_GRID && grid % 2 == 0,
                "grid",
                "must be even, 2 to %d: t = 0.5 is among the times".formatted(LARGEST_GRID))
            .require(
                1 <= criticSteps && criticSteps <= InformationPlan.MOST_STEPS,
                "criticSteps",
                "must be 1 to " + InformationPlan.MOST_STEPS)
            .require(
                !learningRates.isEmpty()
                    && learningRates.size() <= HeadTraining.MOST_LEARNING_RATES
                    && learningRates.stream().allMatch(HeadTraining::isLearningRate),
                "learningRates",
                "must be 1 to %d values in (0, 1]".formatted(HeadTraining.MOST_LEARNING_RATES))
            .require(
                1 <= headSeeds && headSeeds <= HeadTraining.MOST_SEEDS,
                "headSeeds",
                "must be 1 to " + HeadTraining.MOST_SEEDS)
            .require(
                epochs == null || (1 <= epochs && epochs <= HeadTraining.MOST_EPOCHS),
                "epochs",
                "must be 1 to " + HeadTraining.MOST_EPOCHS)
            .require(
                new HashSet<>(granularities).size() == granularities.size(),
                "granularities",
                "names one twice");
    for (int i = 0; i < granularities.size(); i++) {
      violations.require(
          1 <= granularities.get(i) && granularities.get(i) < grid,
          "granularities[%d]".formatted(i),
          "must be 1 to %d, less than the grid".formatted(grid - 1));
    }
    checkSize(violations);
    known("coarseFactors", coarseFactors, violations);
    known("fineFactors", fineFactors, violations);
    free("training", training, StudyLine.TRAINING_FIELDS, violations);
    free("training.encoder", encoderTraining(), StudyLine.ENCODER_FIELDS, violations);
    free("headTraining", headTraining, StudyLine.HEAD_FIELDS, violations);
    free("critics", critics, StudyLine.CRITIC_FIELDS, violations);
    for (int i = 0; i < fineFactors.size(); i++) {
      violations.require(
          !coarseFactors.contains(fineFactors.get(i)),
          "fineFactors[%d]".formatted(i),
          "is a coarse factor too");
    }
    violations.refuse();
    return this;
  }

  /** The learning rates that are tried for a kind of head; its own as they were given. */
  Object learningRates(String head) {
    return headTraining.get(HEAD_LEARNING_RATES) instanceof Map<?, ?> rates
            && rates.get(head) instanceof List<?> own
        ? own
        : learningRates;
  }

  /** The settings of encoders in {@code training}. */
  Map<String, Object> encoderTraining() {
    return trainingOf("encoder");
  }

  /** The settings in {@code training} that are an object of that name. */
  Map<String, Object> trainingOf(String object) {
    Map<String, Object> settings = new TreeMap<>();
    if (training.get(object) instanceof Map<?, ?> given) {
      given.forEach((name, value) -> settings.put(String.valueOf(name), value));
    }
    return settings;
  }

  /** What its largest steps would be refused for, once their turn came. */
  private void checkSize(Violations violations) {
    int times = grid + 1;
    long heads = StudyLine.heads(times) * headsOfEachKind();
    long criticSteps =
        InformationPlan.critics(times, criticSeeds(), encoderSeeds) * this.criticSteps;
    violations
        .require(
            heads <= EvaluationPlan.MOST_HEADS,
            "headSeeds",
            "with the grid, the learning rates and the factors each encoder has %,d heads to train,"
                    .formatted(heads)
                + " at most %,d".formatted(EvaluationPlan.MOST_HEADS))
        .require(
            criticSteps <= InformationPlan.MOST_CRITIC_STEPS,
            "criticSteps",
            "with the grid and the encoders the critics of a map have %,d steps, at most %,d"
                .formatted(criticSteps, InformationPlan.MOST_CRITIC_STEPS));
  }

  private int criticSeeds() {
    return critics.get("seeds") instanceof Integer some ? some : InformationPlan.DEFAULT_SEEDS;
  }

  /** How often a kind of head is trained at each t that it reads. */
  long headsOfEachKind() {
    return (long) learningRates.size() * headSeeds * factors.size();
  }

  /** What the study sets itself cannot be set beside it. */
  private static void free(
      String field, Map<String, Object> settings, Set<String> taken, Violations violations) {
    for (var name : settings.keySet()) {
      violations.require(
          !taken.contains(name), "%s.%s".formatted(field, name), "is the study's own to set");
    }
  }

  private void known(String field, List<String> names, Violations violations) {
    for (int i = 0; i < names.size(); i++) {
      violations.require(
          factors.contains(names.get(i)),
          "%s[%d]".formatted(field, i),
          "is unknown; there are %s".formatted(String.join(", ", factors)));
      violations.require(
          names.indexOf(names.get(i)) == i, "%s[%d]".formatted(field, i), "is given twice");
    }
  }
}
