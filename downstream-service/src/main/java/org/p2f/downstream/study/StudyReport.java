package org.p2f.downstream.study;

import java.time.Instant;
import java.util.List;

/**
 * Everything a study found, as its report's JSON has it.
 *
 * @param lead one sentence that says what was found
 * @param findings one for each objective and factor
 * @param comparisons claims that were measured; their intervals are not widened for their number,
 *     their {@code corrected} verdicts are
 * @param profiles mean attention over encoders
 */
public record StudyReport(
    String studyId,
    StudyPlan plan,
    Instant createdAt,
    Images images,
    int comparisons,
    List<Claim> claims,
    String lead,
    List<Finding> findings,
    List<Curve> curves,
    List<Granularity> granularities,
    List<Level> levels,
    List<Profile> profiles,
    List<MaskCell> masks,
    List<DivergenceMap> divergences,
    List<InformationSummary> information) {

  /** Its page. */
  public static final String PAGE = "report.html";

  /** The report's file. */
  public static final String FILE = "report.json";

  /**
   * How many images the codes are of.
   *
   * @param train of them heads learn; each draws its validation images among them
   * @param test what accuracies are of
   */
  public record Images(int train, int test) {}

  /** A mean weight at a time. */
  public record Point(double x, Estimate y) {}

  /**
   * Test accuracy of one head on one factor against t.
   *
   * @param encoders an objective, {@code untrained}, or {@code activations} of score networks that
   *     were trained without a code
   */
  public record Curve(String encoders, String factor, String head, List<CurvePoint> points) {}

  /**
   * Test accuracy at one t.
   *
   * @param accuracy mean over encoders
   * @param median over encoders
   * @param low end of its 95 % interval, over encoders and test images
   * @param encoders number behind it
   */
  public record CurvePoint(
      double t, double accuracy, double median, double low, double high, int encoders) {

    public static CurvePoint of(double t, Estimate it) {
      return new CurvePoint(t, it.mean(), it.median(), it.low(), it.high(), it.encoders());
    }
  }

  /** Test accuracy of one head on one factor against the number of times that it reads. */
  public record Granularity(
      String encoders, String factor, String head, List<GranularityPoint> points) {}

  /** Test accuracy of a head that reads so many times; otherwise as {@link CurvePoint}. */
  public record GranularityPoint(
      int times, double accuracy, double median, double low, double high, int encoders) {

    public static GranularityPoint of(int times, Estimate it) {
      return new GranularityPoint(
          times, it.mean(), it.median(), it.low(), it.high(), it.encoders());
    }
  }

  /** Test accuracy of a head that reads all times, or the one code of a static encoder. */
  public record Level(
      String encoders, String factor, String head, Estimate accuracy, double chance) {}

  /** Mean attention of a factor's heads over the times. */
  public record Profile(String encoders, String factor, List<Point> weights) {}

  /** Test accuracy with a mask. */
  public record MaskCell(
      String encoders, String factor, int mask, String description, Estimate accuracy) {}

  /** Divergences between factors' profiles, means over encoders. */
  public record DivergenceMap(
      String encoders, List<String> factors, List<List<Double>> matrix, List<Double> floors) {}

  /** Mutual information between times, means over encoders. */
  public record InformationSummary(
      String encoders,
      List<Double> times,
      List<List<Double>> normalized,
      List<List<Double>> raw,
      List<Double> floor) {}
}
