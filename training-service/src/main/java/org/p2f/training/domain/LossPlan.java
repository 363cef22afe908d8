package org.p2f.training.domain;

/**
 * What is minimised, besides the penalty on the code.
 *
 * @param scoreTerm whether scores are matched; else the reconstruction stands alone
 * @param likelihoodWeighting whether the score term is weighted by g(t)²
 * @param timeSteps at which times scores are matched
 * @param reduction of score term and reconstruction
 * @param reconstructionWeight 0 without one
 * @param mixup whether the encoder sees each image mixed with another of its batch
 */
public record LossPlan(
    boolean scoreTerm,
    boolean likelihoodWeighting,
    TimeSteps timeSteps,
    Reduction reduction,
    Reconstruction reconstruction,
    double reconstructionWeight,
    boolean mixup) {

  /** That of arXiv:2210.13774, and of all plans before there were others. */
  static final LossPlan PUBLISHED =
      new LossPlan(true, false, TimeSteps.CONTINUOUS, Reduction.SUM, Reconstruction.NONE, 0, false);
}
