package org.p2f.representation.trajectory;

import java.util.List;
import org.p2f.spec.network.PrecisionChoice;
import org.p2f.spec.network.Weights;

/**
 * A whole data set is to be represented at every time.
 *
 * @param times distinct and ascending
 * @param codes what is recorded of codes that are distributions
 * @param representation what is recorded of an image at a time
 */
public record ExtractionPlan(
    String modelId,
    String datasetId,
    List<Double> times,
    Weights weights,
    PrecisionChoice precision,
    Storage storage,
    CodeReading codes,
    Representation representation) {
  /** Names the job that does it. */
  public static final String JOB = "trajectory-extraction";
}
