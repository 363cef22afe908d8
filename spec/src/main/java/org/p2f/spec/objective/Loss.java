package org.p2f.spec.objective;

import org.p2f.spec.diffusion.TimeSteps;

/**
 * What is minimised, besides the penalty on the code.
 *
 * @param weighting of the score term over times
 * @param preconditioning of the score network
 * @param timeSteps at which times scores are matched
 * @param timeDraws how they are drawn
 * @param reduction of score term and reconstruction
 * @param reconstruction what is reconstructed, if anything
 * @param reconstructionWeight of the reconstruction; 0 without one
 * @param mixup whether the encoder sees each image mixed with another of its batch, λx + (1 − λ)x′
 *     with λ uniform on [0, 1), and the image's score term is weighted by 2λ
 * @param codeDropout chance, in [0, 1], that the score network is told zeros in place of an image's
 *     code, so that it learns the score without a code too (Ho and Salimans, arXiv:2207.12598,
 *     algorithm 1); at 1 it never sees one
 */
public record Loss(
    Weighting weighting,
    Preconditioning preconditioning,
    TimeSteps timeSteps,
    TimeDraws timeDraws,
    Reduction reduction,
    Reconstruction reconstruction,
    double reconstructionWeight,
    boolean mixup,
    double codeDropout) {

  public Loss {
    if (!(0 <= codeDropout && codeDropout <= 1)) {
      throw new IllegalArgumentException("Code dropout is a share in [0, 1], got " + codeDropout);
    }
  }

  /** That of arXiv:2210.13774. */
  public static final Loss PUBLISHED =
      scores(Weighting.NOISE, Preconditioning.NONE, TimeDraws.INDEPENDENT);

  /** EDM's preconditioning, the error of images, stratified times. */
  public static final Loss IMAGE = edm(Weighting.IMAGE);

  /** EDM's preconditioning, with stratified times. */
  public static Loss edm(Weighting weighting) {
    return scores(weighting, Preconditioning.EDM, TimeDraws.STRATIFIED);
  }

  private static Loss scores(
      Weighting weighting, Preconditioning preconditioning, TimeDraws draws) {
    return new Loss(
        weighting,
        preconditioning,
        TimeSteps.CONTINUOUS,
        draws,
        Reduction.SUM,
        Reconstruction.NONE,
        0,
        false,
        0);
  }

  /** Whether there is a decoder. */
  public boolean reconstructs() {
    return reconstruction != Reconstruction.NONE;
  }

  /** Whether the score network learns what to do without a code. */
  public boolean learnsWithoutCode() {
    return codeDropout > 0;
  }

  /** Whether it learns what to do with one. */
  public boolean learnsWithCode() {
    return codeDropout < 1;
  }
}
