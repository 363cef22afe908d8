package org.p2f.downstream.domain;

import java.time.Instant;
import java.util.List;

/**
 * Everything a study found, as its report's JSON has it.
 *
 * @param lead one sentence that says what was found
 * @param findings one for each objective and factor
 * @param comparisons claims that were measured; their intervals are not widened for their number,
 *     and their {@code signFlip} is not corrected for it
 * @param curves accuracies against t, or against granularity
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
    List<Curve> granularities,
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

  /** A point of a curve. */
  public record Point(double x, Estimate y) {}

  /**
   * Test accuracy of one head on one factor against t, or against the number of times.
   *
   * @param encoders an objective, or {@code untrained}
   */
  public record Curve(String encoders, String factor, String head, List<Point> points) {}

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
