package org.p2f.spec.objective;

import org.p2f.spec.diffusion.TimeSteps;
import org.p2f.spec.network.LatentKind;

/**
 * What representation learning minimises: denoising score matching, a penalty on the code, and the
 * distance between an image and what a decoder makes of its code. Sources: Abstreiter et al.,
 * arXiv:2105.14257; Mittal et al., arXiv:2210.13774.
 *
 * @param latent the code the encoder yields
 * @param penalty on the code
 * @param scoreTerm whether scores are matched; else the reconstruction stands alone
 * @param loss all but the penalty
 * @param dataStd σ_data, the standard deviation of preprocessed pixels, above 0, which EDM's
 *     preconditioning and some weightings go by
 */
public record Objective(
    LatentKind latent, Penalty penalty, boolean scoreTerm, Loss loss, double dataStd) {

  private static final double PUBLISHED_PENALTY = 1e-5;

  public Objective {
    double weight = loss.reconstructionWeight();
    if (loss.reconstructs() ? !(0 < weight && weight < Double.POSITIVE_INFINITY) : weight != 0) {
      throw new IllegalArgumentException(
          "Reconstruction %s does not go with the weight %s"
              .formatted(loss.reconstruction(), weight));
    }
    if (!scoreTerm && !loss.reconstructs()) {
      throw new IllegalArgumentException("Neither scores nor images are learnt");
    }
    if (!scoreTerm && (loss.weighting() != Weighting.NOISE || loss.mixup())) {
      throw new IllegalArgumentException("Weighting and mixup need a score term to weight");
    }
    if (!scoreTerm && loss.learnsWithoutCode()) {
      throw new IllegalArgumentException("Without a score term no network is told codes to drop");
    }
    if (loss.weighting() == Weighting.LIKELIHOOD && loss.timeSteps() == TimeSteps.DISCRETE) {
      throw new IllegalArgumentException("Likelihood weighting is for continuous times");
    }
    if (loss.weighting().relative() && loss.preconditioning() == Preconditioning.NONE) {
      throw new IllegalArgumentException(
          "Weighting by σ_data goes with a preconditioning, got " + loss.weighting());
    }
    if (!(dataStd > 0 && dataStd < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The data's standard deviation is above 0, got " + dataStd);
    }
  }

  /** Of standardised pixels. */
  public Objective(LatentKind latent, Penalty penalty, boolean scoreTerm, Loss loss) {
    this(latent, penalty, scoreTerm, loss, 1);
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
    return new Objective(latent, Penalty.constant(penalty), true, Loss.PUBLISHED);
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
    var scores = Loss.PUBLISHED;
    var loss =
        new Loss(
            scores.weighting(),
            scores.preconditioning(),
            scores.timeSteps(),
            scores.timeDraws(),
            scores.reduction(),
            reconstruction,
            1,
            false,
            0);
    return new Objective(latent, Penalty.constant(penalty), false, loss);
  }
}
