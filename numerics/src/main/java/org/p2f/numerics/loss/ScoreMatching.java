package org.p2f.numerics.loss;

import org.p2f.numerics.net.NoiseLevel;
import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Value;
import org.p2f.numerics.sde.VarianceExploding;

/**
 * Denoising score matching for a variance-exploding diffusion. Source: Song et al.,
 * arXiv:2011.13456, eq. 7.
 *
 * @param likelihoodWeighting ½g²·Σ(s + n/σ)² (Song et al., arXiv:2101.09258) instead of ½·Σ(s·σ +
 *     n)²; sums run over the values of an image
 * @param exact type of images, scores and losses
 */
public record ScoreMatching(VarianceExploding sde, boolean likelihoodWeighting, ElementType exact) {

  /** Smallest training time; at 0 the score has no bound. */
  public static final double SMALLEST_TIME = 1e-5;

  /** Times from numbers that are uniform on [0, 1); float64 [B]. */
  public static Value times(Value uniform) {
    return uniform.to(ElementType.FLOAT64).mul(1 - SMALLEST_TIME).add(SMALLEST_TIME);
  }

  /**
   * @param x0 float32 [B, C, H, W]
   * @param t floats [B]
   * @param noise standard normal, shaped as x0
   * @return x_t, shaped as x0
   */
  public Value perturb(Value x0, Value t, Value noise) {
    return x0.add(noise.mul(NoiseLevel.sigma(sde, t, exact)));
  }

  /**
   * @param score s(x_t, t), float32 [B, C, H, W]
   * @param t floats [B]
   * @param noise that made x_t
   * @return loss per image, float32 [B]
   */
  public Value loss(Value score, Value t, Value noise) {
    var sigma = NoiseLevel.sigma(sde, t, exact);
    var residual = score.mul(sigma).add(noise).square().sum(1, 2, 3).mul(.5);
    if (!likelihoodWeighting) {
      return residual;
    }
    // g² = σ²·2·ln(σmax/σmin), so ½g²(s + n/σ)² is the plain residual times a constant.
    return residual.mul(2 * Math.log(sde.sigmaMax() / sde.sigmaMin()));
  }
}
