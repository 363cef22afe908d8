package org.p2f.representation.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole data set is to be encoded at every time.
 *
 * @param times distinct and ascending
 * @param storage null is float32, as it was before there was a choice
 */
public record ExtractionPlan(
    String modelId,
    String datasetId,
    List<Double> times,
    WeightSet weights,
    Precision precision,
    @Nullable Storage storage) {
  /** Names the job that does it. */
  public static final String JOB = "trajectory-extraction";
}
