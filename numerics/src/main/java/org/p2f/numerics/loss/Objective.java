package org.p2f.numerics.loss;

import org.p2f.numerics.net.Latent;
import org.p2f.numerics.net.LatentKind;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.sde.TimeSteps;

/**
 * What representation learning minimises: denoising score matching, a penalty on the code, and the
 * distance between an image and what a decoder makes of its code. Sources: Abstreiter et al.,
 * arXiv:2105.14257; Mittal et al., arXiv:2210.13774.
 *
 * @param latent the code the encoder yields
 * @param penalty weight λ of the penalty: Σ|z| for a deterministic code, KL(N(μ, σ²) ‖ N(0, 1)) for
 *     a Gaussian one; 0 leaves it out
 * @param scoreTerm whether scores are matched; else the reconstruction stands alone
 * @param likelihoodWeighting whether the score term is weighted by g(t)² instead of std(t)²
 * @param timeSteps at which times scores are matched
 * @param reduction of score term and reconstruction
 * @param reconstruction what is reconstructed, if anything
 * @param reconstructionWeight of the reconstruction; 0 without one
 * @param mixup whether the encoder sees each image mixed with another of its batch, λx + (1 − λ)x′
 *     with λ uniform on [0, 1), and the image's score term is weighted by 2λ
 */
public record Objective(
    LatentKind latent,
    double penalty,
    boolean scoreTerm,
    boolean likelihoodWeighting,
    TimeSteps timeSteps,
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
    if (!scoreTerm && (likelihoodWeighting || mixup)) {
      throw new IllegalArgumentException(
          "Likelihood weighting and mixup need a score term to weight");
    }
    if (likelihoodWeighting && timeSteps == TimeSteps.DISCRETE) {
      throw new IllegalArgumentException("Likelihood weighting is for continuous times");
    }
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
        false,
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
        false,
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

  /** The weighted penalty per image, float32 [B]. */
  public Value penaltyOf(Latent code) {
    return switch (code) {
      case Latent.Deterministic(var z) -> z.abs().sum(1).mul(penalty);
      case Latent.Gaussian(var mean, var logVariance) ->
          mean.square().add(logVariance.exp()).sub(logVariance).add(-1).sum(1).mul(penalty / 2);
    };
  }

  /**
   * The weighted distance per image, [B].
   *
   * @param decoded output of the decoder, floats [B, C, H, W]
   * @param x0 of the same type and shape
   */
  public Value reconstructionOf(Value decoded, Value x0) {
    return reduction.of(reconstruction.of(decoded, x0)).mul(reconstructionWeight);
  }
}
