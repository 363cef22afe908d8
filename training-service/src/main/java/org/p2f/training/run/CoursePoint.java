package org.p2f.training.run;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One point of a run's course: what a step measured, or what was observed after it. */
public sealed interface CoursePoint {

  /** Number of steps behind it. */
  long step();

  /** As points of curves, by the names that trackers of experiments show them under. */
  List<Scalar> scalars();

  /**
   * What one step of training measured, or the mean of several.
   *
   * @param step number of the step, from 1; of several, the last
   * @param loss what is minimised
   * @param scoreLoss its part that compares score and noise
   * @param latentPenalty its part that keeps the code small
   * @param reconstructionLoss its part that compares an image with what is made of its code
   * @param contrastLoss its part that draws the codes of two views of an image together
   * @param gradientNorm over all parameters, before clipping
   * @param averageDecay of the averaged weights (EMA) at this step; it rises from 2/11
   * @param imagesPerSecond by the clock, so differs between runs of one plan, as the next two do
   * @param dataWait share of the step's time in which it waited for its images
   * @param memoryBytes resident memory of the process that trains; null where the system does not
   *     tell
   */
  @Schema(
      name = "TrainingMetricPointView",
      description = "The mean over the steps since the point before, shown at the last of them")
  record MetricPoint(
      long step,
      double loss,
      double scoreLoss,
      double latentPenalty,
      double reconstructionLoss,
      @Schema(description = "Weighted part of the loss that a contrast of views adds")
          double contrastLoss,
      @Schema(description = "Before clipping") double gradientNorm,
      double learningRate,
      @Schema(description = "Of the averaged weights (EMA)") @Nullable Double averageDecay,
      @Nullable Double imagesPerSecond,
      @Schema(description = "Share of the time in which steps waited for their images")
          @Nullable Double dataWait,
      @Schema(description = "Resident memory of the process that trains")
          @Nullable Long memoryBytes)
      implements CoursePoint {
    private static final Map<String, Function<MetricPoint, @Nullable Number>> MEASURES =
        new LinkedHashMap<>();

    static {
      MEASURES.put("train/loss", MetricPoint::loss);
      MEASURES.put("train/score_loss", MetricPoint::scoreLoss);
      MEASURES.put("train/latent_penalty", MetricPoint::latentPenalty);
      MEASURES.put("train/reconstruction_loss", MetricPoint::reconstructionLoss);
      MEASURES.put("train/contrast_loss", MetricPoint::contrastLoss);
      MEASURES.put("train/gradient_norm", MetricPoint::gradientNorm);
      MEASURES.put("train/learning_rate", MetricPoint::learningRate);
      MEASURES.put("train/average_decay", MetricPoint::averageDecay);
      MEASURES.put("train/images_per_second", MetricPoint::imagesPerSecond);
      MEASURES.put("train/data_wait", MetricPoint::dataWait);
      MEASURES.put("train/memory_bytes", MetricPoint::memoryBytes);
    }

    /** Number of {@link #scalars} at most. */
    public static final int MOST_SCALARS = MEASURES.size();

    /** What the step did not measure is absent. */
    @Override
    public List<Scalar> scalars() {
      return MEASURES.entrySet().stream()
          .flatMap(
              measure -> {
                Number value = measure.getValue().apply(this);
                return value == null
                    ? Stream.of()
                    : Stream.of(new Scalar(measure.getKey(), step, value.doubleValue()));
              })
          .toList();
    }
  }

  /**
   * How well one factor was read from codes of one time.
   *
   * @param step number of steps behind the codes
   * @param accuracy in [0, 1]
   */
  record ProbePoint(long step, double t, String factor, double accuracy) implements CoursePoint {
    @Override
    public List<Scalar> scalars() {
      return List.of(new Scalar(Scalar.at("probe_accuracy/" + factor, t), step, accuracy));
    }
  }

  /**
   * What validation images cost at one time.
   *
   * @param step number of steps behind the networks
   * @param t in [0, 1]
   * @param heldOutLoss what training minimises, without the penalty on the code; mean over images
   * @param rate what the penalty weighs: KL(N(μ, σ²) ‖ N(0, 1)) in nats where the code is a normal
   *     distribution, Σ|z| where it is a value; mean over images
   */
  record HeldOutPoint(long step, double t, double heldOutLoss, double rate) implements CoursePoint {
    @Override
    public List<Scalar> scalars() {
      return List.of(
          new Scalar(Scalar.at("held_out/loss", t), step, heldOutLoss),
          new Scalar(Scalar.at("held_out/rate", t), step, rate));
    }
  }

  /**
   * One point of one curve, by the name that trackers of experiments show it under.
   *
   * @param tag such as {@code train/loss} or {@code probe_accuracy/shape/t=0.5}
   * @param step number of steps behind it
   */
  record Scalar(String tag, long step, double value) {
    private static String at(String tag, double t) {
      return "%s/t=%s".formatted(tag, Math.round(t * 1e3) / 1e3);
    }
  }
}
