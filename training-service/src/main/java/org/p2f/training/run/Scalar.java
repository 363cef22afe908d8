package org.p2f.training.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One point of one curve, by the name that trackers of experiments show it under.
 *
 * @param tag such as {@code train/loss} or {@code probe_accuracy/shape/t=0.5}
 * @param step number of steps behind it
 */
public record Scalar(String tag, long step, double value) {
  private static final Map<String, Function<MetricPoint, @Nullable Number>> MEASURES =
      new LinkedHashMap<>();

  static {
    MEASURES.put("train/loss", MetricPoint::loss);
    MEASURES.put("train/score_loss", MetricPoint::scoreLoss);
    MEASURES.put("train/latent_penalty", MetricPoint::latentPenalty);
    MEASURES.put("train/reconstruction_loss", MetricPoint::reconstructionLoss);
    MEASURES.put("train/gradient_norm", MetricPoint::gradientNorm);
    MEASURES.put("train/learning_rate", MetricPoint::learningRate);
    MEASURES.put("train/average_decay", MetricPoint::averageDecay);
    MEASURES.put("train/images_per_second", MetricPoint::imagesPerSecond);
    MEASURES.put("train/data_wait", MetricPoint::dataWait);
    MEASURES.put("train/memory_bytes", MetricPoint::memoryBytes);
  }

  /** Number of {@link #of(MetricPoint) a step's} points at most. */
  public static final int MEASURES_OF_A_STEP = MEASURES.size();

  /** What a step measured; what it did not is absent. */
  public static List<Scalar> of(MetricPoint point) {
    return MEASURES.entrySet().stream()
        .flatMap(
            measure -> {
              Number value = measure.getValue().apply(point);
              return value == null
                  ? Stream.of()
                  : Stream.of(new Scalar(measure.getKey(), point.step(), value.doubleValue()));
            })
        .toList();
  }

  /** What a probe read. */
  public static Scalar of(ProbePoint point) {
    return new Scalar(
        at("probe_accuracy/" + point.factor(), point.t()), point.step(), point.accuracy());
  }

  /** What validation images cost. */
  public static List<Scalar> of(HeldOutPoint point) {
    return List.of(
        new Scalar(at("held_out/loss", point.t()), point.step(), point.heldOutLoss()),
        new Scalar(at("held_out/rate", point.t()), point.step(), point.rate()));
  }

  private static String at(String tag, double t) {
    return "%s/t=%s".formatted(tag, Math.round(t * 1e3) / 1e3);
  }
}
