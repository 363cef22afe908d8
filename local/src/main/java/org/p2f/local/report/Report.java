package org.p2f.local.report;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything a report says, as numbers; written as {@code report.json} and drawn by {@link
 * ReportPage}.
 *
 * @param command what reproduces it
 * @param seconds wall time of the whole line
 * @param plan the resolved training plan, JSON
 * @param lossCurve in order of step
 * @param samples one row an image
 * @param lineage every artifact involved, each after its parents
 */
public record Report(
    String title,
    String command,
    Instant createdAt,
    double seconds,
    Dataset dataset,
    String plan,
    Training training,
    List<LossPoint> lossCurve,
    List<FactorResult> factors,
    List<Profile> profiles,
    List<MaskRow> masks,
    List<SampleRow> samples,
    List<LineageNode> lineage) {

  /** The data set, as imported. */
  public record Dataset(
      String id,
      String name,
      String source,
      int images,
      int channels,
      int height,
      int width,
      int train,
      int validation,
      int test) {}

  /**
   * The training run.
   *
   * @param seconds from its start to its end
   */
  public record Training(
      String runId,
      String modelId,
      String objective,
      String preset,
      long steps,
      double seconds,
      @Nullable Double imagesPerSecond,
      int latentSize,
      long parameterCount,
      String precision) {}

  /** One point of the loss curve; losses are means over the batch, summed over pixels. */
  public record LossPoint(long step, double loss, double scoreLoss, double gradientNorm) {}

  /**
   * A proportion with its 95 % interval.
   *
   * @param images number of test images behind it
   * @param seeds number of heads behind it
   */
  public record Accuracy(double mean, double low, double high, int images, int seeds) {}

  /**
   * Test accuracy of the single-t head at one t.
   *
   * @param validation mean validation accuracy: the best t is chosen by it, never by the test split
   */
  public record CurvePoint(double t, double validation, Accuracy accuracy) {}

  /** Test accuracy of a head over the whole trajectory. */
  public record TrajectoryHead(String head, double validation, Accuracy accuracy) {}

  /**
   * How well one factor is read from one encoder.
   *
   * @param curve the single-t head, in order of t
   */
  public record Readout(List<CurvePoint> curve, List<TrajectoryHead> trajectoryHeads) {

    /** The single t with the best validation accuracy. */
    public Optional<CurvePoint> bestSingle() {
      return curve.stream().max(Comparator.comparingDouble(CurvePoint::validation));
    }

    /** The accuracy of whichever head, single-t or trajectory, has the best validation accuracy. */
    public Optional<Accuracy> best() {
      return Stream.concat(
              curve.stream().map(p -> Map.entry(p.validation(), p.accuracy())),
              trajectoryHeads.stream().map(h -> Map.entry(h.validation(), h.accuracy())))
          .max(Map.Entry.comparingByKey())
          .map(Map.Entry::getValue);
    }
  }

  /**
   * One factor's results.
   *
   * @param chance 1 / classes
   * @param majority share of the commonest class in the test split
   * @param untrained the same heads on an encoder that was never trained
   */
  public record FactorResult(
      String name,
      int classes,
      double chance,
      double majority,
      Readout trained,
      Readout untrained) {

    /**
     * How far the best head lies above chance, in standard errors of a proportion at chance level;
     * chance guessing would pass 5 about once in 3.5 million tests.
     */
    public double standardErrorsAboveChance() {
      return trained
          .best()
          .map(a -> (a.mean() - chance) / Math.sqrt(chance * (1 - chance) / a.images()))
          .orElse(Double.NaN);
    }
  }

  /** Where a trajectory head looks: mean readout attention over t, with 95 % intervals. */
  public record Profile(
      String factor,
      List<Double> times,
      List<Double> weights,
      List<Double> low,
      List<Double> high) {}

  /** Accuracy with some t hidden from attention. */
  public record MaskRow(String factor, int mask, String description, Accuracy accuracy) {}

  /** An image and its noised versions. */
  public record SampleRow(int image, String labels, List<SampleImage> images) {}

  /**
   * @param png PNG bytes, base64
   */
  public record SampleImage(double t, String png) {}

  /** One artifact and what it was made from. */
  public record LineageNode(
      String id,
      String kind,
      String name,
      String digest,
      Instant createdAt,
      List<String> parents) {}
}
