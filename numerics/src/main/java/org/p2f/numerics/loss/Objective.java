package org.p2f.numerics.loss;

import org.p2f.numerics.net.Latent;
import org.p2f.numerics.net.LatentKind;
import org.p2f.numerics.program.Value;

/**
 * What representation learning minimises: denoising score matching plus a penalty on the code.
 * Source: Abstreiter et al., arXiv:2105.14257.
 *
 * @param latent the code the encoder yields
 * @param penalty weight λ of the penalty: Σ|z| for a deterministic code, KL(N(μ, σ²) ‖ N(0, 1)) for
 *     a Gaussian one; 0 leaves it out
 * @param likelihoodWeighting whether the score term is weighted by g(t)² instead of σ(t)²
 */
public record Objective(LatentKind latent, double penalty, boolean likelihoodWeighting) {

  private static final double PUBLISHED_PENALTY = 1e-5;

  public Objective {
    if (!(0 <= penalty && penalty < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("The penalty's weight is at least 0, got " + penalty);
    }
  }

  /** Diffusion-based representation learning with a deterministic code. */
  public static Objective drl() {
    return new Objective(LatentKind.DETERMINISTIC, PUBLISHED_PENALTY, false);
  }

  /** Its variational form, with a Gaussian code. */
  public static Objective vdrl() {
    return new Objective(LatentKind.GAUSSIAN, PUBLISHED_PENALTY, false);
  }

  /** The weighted penalty per image, float32 [B]. */
  public Value penaltyOf(Latent code) {
    return switch (code) {
      case Latent.Deterministic(var z) -> z.abs().sum(1).mul(penalty);
      case Latent.Gaussian(var mean, var logVariance) ->
          mean.square().add(logVariance.exp()).sub(logVariance).add(-1).sum(1).mul(penalty / 2);
    };
  }
}
