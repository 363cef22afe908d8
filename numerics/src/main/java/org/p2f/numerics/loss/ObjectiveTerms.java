package org.p2f.numerics.loss;

import org.p2f.numerics.net.Latent;
import org.p2f.numerics.program.Operand;
import org.p2f.numerics.program.Value;
import org.p2f.spec.objective.Objective;
import org.p2f.spec.objective.Reconstruction;
import org.p2f.spec.objective.Reduction;

/** What an objective adds to the score term, as graphs. */
public record ObjectiveTerms(Objective objective) {

  /** The weighted penalty per image, where all of it counts, float32 [B]. */
  public Value penaltyOf(Latent code) {
    return rateOf(code).mul(objective.penalty().weight());
  }

  /**
   * What is penalised, unweighted, per image: Σ|z| of a value, KL(N(μ, σ²) ‖ N(0, 1)) in nats of a
   * distribution.
   *
   * @return float32 [B]
   */
  public Value rateOf(Latent code) {
    return switch (code) {
      case Latent.Deterministic(var z) -> z.abs().sum(1);
      case Latent.Gaussian(var mean, var logVariance) ->
          mean.square().add(logVariance.exp()).sub(logVariance).add(-1).sum(1).mul(.5);
    };
  }

  /**
   * The weighted distance per image, [B].
   *
   * @param decoded output of the decoder, floats [B, C, H, W]
   * @param x0 of the same type and shape
   */
  public Value reconstructionOf(Value decoded, Value x0) {
    return reduced(
            objective.loss().reduction(), distances(objective.loss().reconstruction(), decoded, x0))
        .mul(objective.loss().reconstructionWeight());
  }

  /**
   * @param values [B, C, H, W]
   * @return [B]
   */
  static Value reduced(Reduction reduction, Value values) {
    return switch (reduction) {
      case SUM -> values.sum(1, 2, 3).mul(.5);
      case MEAN -> values.mean(1, 2, 3);
    };
  }

  /** Of each value, [B, C, H, W]. */
  private static Value distances(Reconstruction reconstruction, Value decoded, Value x0) {
    return switch (reconstruction) {
      case NONE -> throw new IllegalStateException("Nothing is reconstructed");
      case L2 -> decoded.sub(x0).square();
      case BCE ->
          decoded
              .graph()
              .op(
                  "torch.binary_cross_entropy_with_logits",
                  decoded,
                  x0,
                  Operand.none(),
                  Operand.none(),
                  Operand.of(0));
    };
  }
}
