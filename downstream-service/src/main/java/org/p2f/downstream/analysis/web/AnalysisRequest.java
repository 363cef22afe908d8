package org.p2f.downstream.analysis.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.p2f.downstream.analysis.AnalysisPlan;
import org.p2f.downstream.analysis.AnalysisType;
import org.p2f.downstream.analysis.HeadAnalysisPlan;
import org.p2f.downstream.analysis.InformationPlan;
import org.p2f.downstream.analysis.PropagationPlan;
import org.p2f.downstream.head.HeadTraining;
import org.p2f.downstream.head.TrajectoriesCard;
import org.p2f.downstream.web.HeadTrainingFields;
import org.p2f.kit.plan.Violations;
import org.p2f.spec.data.TrajectorySplit;
import org.p2f.spec.head.HeadSettings;
import org.p2f.spec.head.LearningRateSchedule;
import org.p2f.spec.network.Precision;

/** Asks for an analysis. */
@Schema(
    description =
        "Codes, or heads to be trained on them, to be examined; what is left out is as published,"
            + " and what the type has no use for must be left out")
public record AnalysisRequest(
    AnalysisType type,
    String trajectoriesId,
    @Schema(
            description =
                "The same images by encoders of other seeds; for mutual-information, at most 19")
        @Nullable List<String> furtherTrajectoriesIds,
    @Schema(description = "All factors of the trajectories if left out; not for mutual-information")
        @Nullable List<String> factors,
    @Schema(
            description =
                "Of heads, of critics, or draws of labelled images; 3 if left out, 5 for"
                    + " mutual-information",
            minimum = "1",
            maximum = "" + HeadTraining.MOST_SEEDS)
        @Nullable Integer seeds,
    @Schema(
            description = "Of each head",
            minimum = "1",
            maximum = "" + HeadTraining.MOST_EPOCHS,
            defaultValue = "" + HeadTraining.DEFAULT_EPOCHS)
        @Nullable Integer epochs,
    @Schema(
            description = "Of critics, for mutual-information; in (0, 1]",
            minimum = "0",
            exclusiveMinimum = true,
            maximum = "1",
            defaultValue = "" + InformationPlan.DEFAULT_LEARNING_RATE)
        @Nullable Double learningRate,
    @Schema(
            description =
                "Learning rates that are tried for the heads of a head analysis, 1 to 16, each in"
                    + " (0, 1]; each head is examined at the one with the best mean validation"
                    + " accuracy over its seeds, of equal ones the largest. The published six if"
                    + " left out")
        @Nullable List<Double> learningRates,
    @Schema(
            minimum = "1",
            maximum = "" + HeadTraining.LARGEST_BATCH,
            defaultValue = "" + HeadTraining.DEFAULT_BATCH)
        @Nullable Integer batchSize,
    @Schema(description = "What is done to codes before they are read", defaultValue = "raw")
        HeadSettings.@Nullable Scaling scaling,
    @Schema(
            description =
                "Of each critic, for mutual-information: a hundred times through the images, in"
                    + " whole batches, if left out; of each head's optimizer, instead of epochs,"
                    + " for head analyses",
            minimum = "1",
            maximum = "" + InformationPlan.MOST_STEPS)
        @Nullable Integer steps,
    @Schema(
            description =
                "Of heads' learning rate after its warm-up; if left out constant for epochs, as"
                    + " published, and cosine for steps")
        LearningRateSchedule.@Nullable Shape schedule,
    @Schema(
            description =
                "Over which heads' learning rate rises linearly from 0; if left out none for"
                    + " epochs, as published, and a tenth of the steps for steps",
            minimum = "0",
            maximum = "" + HeadTraining.MOST_STEPS)
        @Nullable Integer warmupSteps,
    @Schema(
            description = "Whose images' codes are examined, for mutual-information",
            defaultValue = "test")
        @Nullable TrajectorySplit split,
    @Schema(
            description =
                "The first ones of the split for mutual-information, of the training images for"
                    + " label-propagation; all if left out",
            minimum = "1")
        @Nullable Integer images,
    @Schema(
            description =
                "Numbers of labelled images, ascending, for label-propagation; 100 to 10,000 if"
                    + " left out, as far as there are images")
        @Nullable List<Integer> labels,
    @Schema(
            description = "Of critics' and heads' products; not for label-propagation",
            defaultValue = "float32")
        @Nullable Precision precision) {

  /**
   * @param catalog gives the trajectories of an id, or refuses it naming {@code trajectoriesId}
   */
  public AnalysisPlan planOn(Function<String, TrajectoriesCard> catalog) {
    var trajectories = catalog.apply(trajectoriesId);
    refuseUseless();
    return switch (type) {
      case ATTENTION_MASK, ATTENTION_PROFILE, JENSEN_SHANNON -> heads(trajectories);
      case MUTUAL_INFORMATION -> information(trajectories, catalog);
      case LABEL_PROPAGATION -> propagation(trajectories);
    };
  }

  private void refuseUseless() {
    boolean information = type == AnalysisType.MUTUAL_INFORMATION;
    boolean propagation = type == AnalysisType.LABEL_PROPAGATION;
    boolean heads = !information && !propagation;
    var violations = new Violations();
    useful(violations, information, "furtherTrajectoriesIds", furtherTrajectoriesIds);
    useful(violations, !information, "factors", factors);
    useful(violations, heads, "epochs", epochs);
    useful(violations, information, "learningRate", learningRate);
    useful(violations, heads, "learningRates", learningRates);
    useful(violations, !propagation, "batchSize", batchSize);
    useful(violations, !propagation, "steps", steps);
    useful(violations, heads, "schedule", schedule);
    useful(violations, heads, "warmupSteps", warmupSteps);
    useful(violations, information, "split", split);
    useful(violations, !heads, "images", images);
    useful(violations, propagation, "labels", labels);
    useful(violations, !propagation, "precision", precision);
    violations.refuse();
  }

  private static void useful(
      Violations violations, boolean used, String field, @Nullable Object value) {
    violations.require(used || value == null, field, "has no meaning for this type");
  }

  private AnalysisPlan heads(TrajectoriesCard trajectories) {
    return new HeadAnalysisPlan(
            type,
            trajectoriesId,
            Objects.requireNonNullElse(factors, trajectories.factorNames()),
            Objects.requireNonNullElse(learningRates, HeadSettings.LEARNING_RATES),
            new HeadTrainingFields(
                    seeds,
                    epochs,
                    steps,
                    null,
                    schedule,
                    warmupSteps,
                    null,
                    batchSize,
                    scaling,
                    precision)
                .training(trajectories))
        .checkedOn(trajectories);
  }

  private AnalysisPlan information(
      TrajectoriesCard trajectories, Function<String, TrajectoriesCard> catalog) {
    var further = Objects.requireNonNullElse(furtherTrajectoriesIds, List.<String>of());
    var examined = Objects.requireNonNullElse(split, TrajectorySplit.TEST);
    int some = Objects.requireNonNullElse(images, trajectories.images(examined));
    int batch = Objects.requireNonNullElse(batchSize, HeadTraining.DEFAULT_BATCH);
    return new InformationPlan(
            type,
            trajectoriesId,
            further,
            Objects.requireNonNullElse(seeds, InformationPlan.DEFAULT_SEEDS),
            Objects.requireNonNullElseGet(steps, () -> InformationPlan.publishedSteps(some, batch)),
            examined,
            some,
            Objects.requireNonNullElse(learningRate, InformationPlan.DEFAULT_LEARNING_RATE),
            batch,
            Objects.requireNonNullElse(scaling, HeadSettings.Scaling.RAW),
            Objects.requireNonNullElse(precision, Precision.FLOAT32))
        .checkedOn(trajectories, further.stream().map(catalog).toList());
  }

  private AnalysisPlan propagation(TrajectoriesCard trajectories) {
    int some = Objects.requireNonNullElse(images, trajectories.train());
    return new PropagationPlan(
            type,
            trajectoriesId,
            Objects.requireNonNullElse(factors, trajectories.factorNames()),
            Objects.requireNonNullElseGet(
                labels,
                () -> PropagationPlan.DEFAULT_LABELS.stream().filter(n -> n <= some).toList()),
            Objects.requireNonNullElse(seeds, HeadTraining.DEFAULT_SEEDS),
            some,
            Objects.requireNonNullElse(scaling, HeadSettings.Scaling.RAW))
        .checkedOn(trajectories);
  }
}
