package org.p2f.representation.trajectory;

import java.util.List;
import org.p2f.spec.network.PrecisionChoice;
import org.p2f.spec.network.Weights;

/**
 * A whole data set is to be encoded at every time.
 *
 * @param times distinct and ascending
 * @param codes what is recorded of codes that are distributions
 */
public record ExtractionPlan(
    String modelId,
    String datasetId,
    List<Double> times,
    Weights weights,
    PrecisionChoice precision,
    Storage storage,
    CodeReading codes) {
  /** Names the job that does it. */
  public static final String JOB = "trajectory-extraction";
}
