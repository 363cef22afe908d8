package org.p2f.numerics.loss;

import org.p2f.numerics.net.Noising;
import org.p2f.numerics.program.ElementType;
import org.p2f.numerics.program.Value;
import org.p2f.spec.objective.Reduction;
import org.p2f.spec.objective.Weighting;

/**
 * Denoising score matching. Source: Song et al., arXiv:2011.13456, eq. 7; on discrete times it is
 * the loss of SMLD (Song and Ermon, arXiv:1907.05600) or DDPM (Ho et al., arXiv:2006.11239).
 *
 * @param weighting of ½·Σ(s·std + n)², the error of the noise
 * @param exact type of images, scores and losses
 */
public record ScoreMatching(
    Noising noising, Weighting weighting, Reduction reduction, ElementType exact) {

  /**
   * @param x0 float32 [B, C, H, W]
   * @param t floats [B]
   * @param noise standard normal, shaped as x0
   * @return x_t, shaped as x0
   */
  public Value perturb(Value x0, Value t, Value noise) {
    return noising.perturb(x0, t, noise, exact);
  }

  /**
   * @param score s(x_t, t), float32 [B, C, H, W]
   * @param t floats [B]
   * @param noise that made x_t
   * @return loss per image, float32 [B]
   */
  public Value loss(Value score, Value t, Value noise) {
    var residual =
        ObjectiveTerms.reduced(reduction, score.mul(noising.std(t, exact)).add(noise).square());
    return switch (weighting) {
      case NOISE -> residual;
      case LIKELIHOOD -> residual.mul(noising.likelihoodWeight(t, exact));
      case EDM -> residual.mul(noising.relativeVariance(t, exact).add(1));
      case IMAGE -> residual.mul(noising.relativeVariance(t, exact));
      case MIN_SNR ->
          residual.mul(noising.relativeVariance(t, exact).mul(Weighting.MOST_SNR).clamp(0, 1));
    };
  }
}
