package org.p2f.training.network;

import org.p2f.spec.diffusion.TimeSteps;
import org.p2f.spec.objective.Reconstruction;
import org.p2f.spec.objective.Reduction;
import org.p2f.spec.objective.TimeDraws;
import org.p2f.spec.objective.Weighting;

/**
 * What is minimised, besides the penalty on the code.
 *
 * @param weighting of the score term over times
 * @param preconditioning of the score network
 * @param timeSteps at which times scores are matched
 * @param timeDraws how they are drawn
 * @param reduction of score term and reconstruction
 * @param reconstructionWeight 0 without one
 * @param mixup whether the encoder sees each image mixed with another of its batch
 */
public record LossPlan(
    Weighting weighting,
    Preconditioning preconditioning,
    TimeSteps timeSteps,
    TimeDraws timeDraws,
    Reduction reduction,
    Reconstruction reconstruction,
    double reconstructionWeight,
    boolean mixup) {

  /** That of arXiv:2210.13774. */
  public static final LossPlan PUBLISHED =
      scores(Weighting.NOISE, Preconditioning.NONE, TimeDraws.INDEPENDENT);

  /** EDM's preconditioning, the error of images, stratified times. */
  public static final LossPlan IMAGE =
      scores(Weighting.IMAGE, Preconditioning.EDM, TimeDraws.STRATIFIED);

  private static LossPlan scores(
      Weighting weighting, Preconditioning preconditioning, TimeDraws draws) {
    return new LossPlan(
        weighting,
        preconditioning,
        TimeSteps.CONTINUOUS,
        draws,
        Reduction.SUM,
        Reconstruction.NONE,
        0,
        false);
  }
}
