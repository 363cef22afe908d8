package org.p2f.training.likelihood;

import org.p2f.spec.data.Split;
import org.p2f.spec.network.Weights;
import org.p2f.spec.sampling.Probe;

/**
 * All that decides which likelihoods are computed, with every default filled in.
 *
 * @param seed of dequantisation and probes
 * @param n the first images of the split
 * @param code that the score network is told
 * @param probes directions per image whose estimates are averaged
 * @param batchSize images dealt with together; the solver's steps depend on it
 */
public record LikelihoodPlan(
    String name,
    String modelId,
    String datasetId,
    Split split,
    int n,
    long seed,
    Weights weights,
    Code code,
    Probe probe,
    int probes,
    double relativeTolerance,
    double absoluteTolerance,
    int batchSize) {

  /** The code that a score network is told of an image whose likelihood is computed. */
  public enum Code {
    /** E(x, t), of each time its own. */
    OF_IMAGE,
    /** None. */
    NONE
  }
}
