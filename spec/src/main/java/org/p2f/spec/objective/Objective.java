package org.p2f.spec.objective;

import org.p2f.spec.diffusion.TimeSteps;
import org.p2f.spec.network.LatentKind;

/**
 * What representation learning minimises: denoising score matching, a penalty on the code, and the
 * distance between an image and what a decoder makes of its code. Sources: Abstreiter et al.,
 * arXiv:2105.14257; Mittal et al., arXiv:2210.13774.
 *
 * @param latent the code the encoder yields
 * @param penalty weight λ of the penalty: Σ|z| for a deterministic code, KL(N(μ, σ²) ‖ N(0, 1)) for
 *     a Gaussian one; 0 leaves it out
 * @param scoreTerm whether scores are matched; else the reconstruction stands alone
 * @param penaltyRamp how the penalty comes in
 * @param weighting of the score term over times
 * @param preconditioning of the score network
 * @param timeSteps at which times scores are matched
 * @param timeDraws how they are drawn
 * @param reduction of score term and reconstruction
 * @param reconstruction what is reconstructed, if anything
 * @param reconstructionWeight of the reconstruction; 0 without one
 * @param mixup whether the encoder sees each image mixed with another of its batch, λx + (1 − λ)x′
 *     with λ uniform on [0, 1), and the image's score term is weighted by 2λ
 */
public record Objective(
    LatentKind latent,
    double penalty,
    PenaltyRamp penaltyRamp,
    boolean scoreTerm,
    Weighting weighting,
    Preconditioning preconditioning,
    TimeSteps timeSteps,
    TimeDraws timeDraws,
    Reduction reduction,
    Reconstruction reconstruction,
    double reconstructionWeight,
    boolean mixup) {

  private static final double PUBLISHED_PENALTY = 1e-5;

  public Objective {
    if (!(0 <= penalty && penalty < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("The penalty's weight is at least 0, got " + penalty);
    }
    boolean reconstructs = reconstruction != Reconstruction.NONE;
    if (reconstructs
        ? !(0 < reconstructionWeight && reconstructionWeight < Double.POSITIVE_INFINITY)
        : reconstructionWeight != 0) {
      throw new IllegalArgumentException(
          "Reconstruction %s does not go with the weight %s"
              .formatted(reconstruction, reconstructionWeight));
    }
    if (!scoreTerm && !reconstructs) {
      throw new IllegalArgumentException("Neither scores nor images are learnt");
    }
    if (!scoreTerm && (weighting != Weighting.NOISE || mixup)) {
      throw new IllegalArgumentException("Weighting and mixup need a score term to weight");
    }
    if (weighting == Weighting.LIKELIHOOD && timeSteps == TimeSteps.DISCRETE) {
      throw new IllegalArgumentException("Likelihood weighting is for continuous times");
    }
    if (weighting.relative() && !(preconditioning instanceof Preconditioning.Edm)) {
      throw new IllegalArgumentException(
          "Weighting by σ_data goes with EDM's preconditioning, got " + weighting);
    }
  }

  /** In the published way: no preconditioning, a penalty from the start, times drawn each alone. */
  public Objective(
      LatentKind latent,
      double penalty,
      boolean scoreTerm,
      Weighting weighting,
      TimeSteps timeSteps,
      Reduction reduction,
      Reconstruction reconstruction,
      double reconstructionWeight,
      boolean mixup) {
    this(
        latent,
        penalty,
        PenaltyRamp.none(),
        scoreTerm,
        weighting,
        new Preconditioning.None(),
        timeSteps,
        TimeDraws.INDEPENDENT,
        reduction,
        reconstruction,
        reconstructionWeight,
        mixup);
  }

  /** The same by EDM's preconditioning and weighting, with stratified times. */
  public Objective edm(double dataStd, PenaltyRamp ramp) {
    return edm(dataStd, Weighting.EDM, ramp);
  }

  /**
   * The same by EDM's preconditioning, with stratified times.
   *
   * @param weighted the weighting
   */
  public Objective edm(double dataStd, Weighting weighted, PenaltyRamp ramp) {
    return new Objective(
        latent,
        penalty,
        ramp,
        scoreTerm,
        weighted,
        new Preconditioning.Edm(dataStd),
        timeSteps,
        TimeDraws.STRATIFIED,
        reduction,
        reconstruction,
        reconstructionWeight,
        mixup);
  }

  /** Diffusion-based representation learning with a deterministic code. */
  public static Objective drl() {
    return scores(LatentKind.DETERMINISTIC, PUBLISHED_PENALTY);
  }

  /** Its variational form, with a Gaussian code. */
  public static Objective vdrl() {
    return scores(LatentKind.GAUSSIAN, PUBLISHED_PENALTY);
  }

  /** Score matching with a penalty on the code, in the published way. */
  public static Objective scores(LatentKind latent, double penalty) {
    return new Objective(
        latent,
        penalty,
        true,
        Weighting.NOISE,
        TimeSteps.CONTINUOUS,
        Reduction.SUM,
        Reconstruction.NONE,
        0,
        false);
  }

  /** An autoencoder that is told t, a baseline. */
  public static Objective autoencoder(Reconstruction reconstruction) {
    return images(LatentKind.DETERMINISTIC, 0, reconstruction);
  }

  /** A variational autoencoder (Kingma and Welling, arXiv:1312.6114) that is told t, a baseline. */
  public static Objective variationalAutoencoder(Reconstruction reconstruction) {
    return images(LatentKind.GAUSSIAN, 1, reconstruction);
  }

  private static Objective images(
      LatentKind latent, double penalty, Reconstruction reconstruction) {
    return new Objective(
        latent,
        penalty,
        false,
        Weighting.NOISE,
        TimeSteps.CONTINUOUS,
        Reduction.SUM,
        reconstruction,
        1,
        false);
  }

  /** Whether there is a decoder. */
  public boolean reconstructs() {
    return reconstruction != Reconstruction.NONE;
  }
}
