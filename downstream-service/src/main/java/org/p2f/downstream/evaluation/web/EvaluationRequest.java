package org.p2f.downstream.evaluation.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2f.downstream.evaluation.EvaluationPlan;
import org.p2f.downstream.head.HeadKind;
import org.p2f.downstream.head.HeadTraining;
import org.p2f.downstream.head.Sources;
import org.p2f.downstream.head.TrajectoriesCard;
import org.p2f.downstream.web.HeadTrainingFields;
import org.p2f.spec.head.HeadSettings;
import org.p2f.spec.head.LearningRateSchedule;
import org.p2f.spec.head.RateSelection;
import org.p2f.spec.network.Precision;

/** Asks for an evaluation. */
@Schema(description = "Heads to be trained on trajectories; what is left out is as published")
public record EvaluationRequest(
    String trajectoriesId,
    @Schema(description = "The same images by encoders that differ in their seed alone")
        @Nullable List<String> furtherTrajectoriesIds,
    @Schema(description = "Control: the same images by encoders that were never trained")
        @Nullable List<String> untrainedTrajectoriesIds,
    @Schema(description = "Control: the same images by encoders that know no t")
        @Nullable List<String> staticTrajectoriesIds,
    @Schema(
            description =
                "Those of the trajectories' times that heads read, as if no others had been"
                    + " recorded; all if left out. Codes of static encoders are read whole")
        @Nullable List<Double> times,
    @Schema(description = "All factors of the trajectories if left out")
        @Nullable List<String> factors,
    @Schema(description = "mlp, gru and transformer if left out") @Nullable List<HeadKind> heads,
    @Schema(
            description =
                "Of every head; if left out 5 of gru and transformer and 3 of all others, as"
                    + " published",
            minimum = "1",
            maximum = "" + HeadTraining.MOST_SEEDS)
        @Nullable Integer seeds,
    @Schema(
            description = "Passes over the training images, with a validation after each",
            minimum = "1",
            maximum = "" + HeadTraining.MOST_EPOCHS,
            defaultValue = "" + HeadTraining.DEFAULT_EPOCHS)
        @Nullable Integer epochs,
    @Schema(
            description =
                "Of each head's optimizer, however many images there are; instead of epochs",
            minimum = "1",
            maximum = "" + HeadTraining.MOST_STEPS)
        @Nullable Integer steps,
    @Schema(
            description =
                "Steps from one validation to the next, where steps are given; a thirtieth of them"
                    + " if left out",
            minimum = "1",
            maximum = "" + HeadTraining.MOST_STEPS)
        @Nullable Integer validationInterval,
    @Schema(
            description =
                "Of the learning rate after its warm-up; if left out constant for epochs, as"
                    + " published, and cosine for steps")
        LearningRateSchedule.@Nullable Shape schedule,
    @Schema(
            description =
                "Over which the learning rate rises linearly from 0; if left out none for epochs,"
                    + " as published, and a tenth of the steps for steps",
            minimum = "0",
            maximum = "" + HeadTraining.MOST_STEPS)
        @Nullable Integer warmupSteps,
    @Schema(description = "Each in (0, 1]; the published six if left out")
        @Nullable List<Double> learningRates,
    @Schema(
            description =
                "Learning rates of single kinds of head, in place of learningRates: a GRU wants"
                    + " larger ones than a Transformer")
        @Nullable Map<HeadKind, List<Double>> headLearningRates,
    @Schema(
            description =
                "How a learning rate is chosen by validation accuracy where there are several"
                    + " encoders: shared is one rate for all, the best mean over encoders;"
                    + " shared-median is one for all, the best median, as published for Synthetic"
                    + " and Colored-MNIST; per-encoder is for each encoder its own best, as"
                    + " published for CIFAR. Each control is a group of its own",
            defaultValue = "shared")
        @Nullable RateSelection rateSelection,
    @Schema(
            description =
                "Each in (0, 1]: the share of training images whose labels are learned from; all"
                    + " labels if left out")
        @Nullable List<Double> labelFractions,
    @Schema(
            description = "Training images that vote, of the head neighbours",
            minimum = "1",
            maximum = "" + EvaluationPlan.MOST_NEIGHBOURS,
            defaultValue = "" + EvaluationPlan.DEFAULT_NEIGHBOURS)
        @Nullable Integer neighbours,
    @Schema(
            minimum = "1",
            maximum = "" + HeadTraining.LARGEST_BATCH,
            defaultValue = "" + HeadTraining.DEFAULT_BATCH)
        @Nullable Integer batchSize,
    @Schema(description = "What is done to codes before a head reads them", defaultValue = "raw")
        HeadSettings.@Nullable Scaling scaling,
    @Schema(description = "Of heads' products", defaultValue = "float32")
        @Nullable Precision precision,
    @Schema(
            description =
                "Validations without a better accuracy after which a head learns no more; if left"
                    + " out every head learns to the end, as published. Results tell how long each"
                    + " head learned",
            minimum = "1",
            maximum = "" + HeadTraining.MOST_PATIENCE)
        @Nullable Integer patience) {

  Sources sources() {
    return new Sources(
        trajectoriesId,
        Objects.requireNonNullElse(furtherTrajectoriesIds, List.of()),
        Objects.requireNonNullElse(untrainedTrajectoriesIds, List.of()),
        Objects.requireNonNullElse(staticTrajectoriesIds, List.of()));
  }

  /**
   * @param cards of all trajectories that the request names
   */
  public EvaluationPlan planOn(Map<String, TrajectoriesCard> cards) {
    var first = Objects.requireNonNull(cards.get(trajectoriesId));
    return new EvaluationPlan(
            sources(),
            Objects.requireNonNullElse(times, first.times()),
            Objects.requireNonNullElse(factors, first.factorNames()),
            Objects.requireNonNullElse(heads, HeadKind.PUBLISHED),
            Objects.requireNonNullElse(learningRates, HeadSettings.LEARNING_RATES),
            Objects.requireNonNullElse(headLearningRates, Map.of()),
            Objects.requireNonNullElse(rateSelection, RateSelection.SHARED),
            Objects.requireNonNullElse(labelFractions, EvaluationPlan.DEFAULT_LABEL_FRACTIONS),
            Objects.requireNonNullElse(neighbours, EvaluationPlan.DEFAULT_NEIGHBOURS),
            new HeadTrainingFields(
                    seeds,
                    epochs,
                    steps,
                    validationInterval,
                    schedule,
                    warmupSteps,
                    patience,
                    batchSize,
                    scaling,
                    precision)
                .training(first))
        .checkedOn(cards);
  }
}
