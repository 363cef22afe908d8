package org.p2f.numerics.train;

/**
 * What images that were not trained on cost at one time, in evaluation mode; means over images.
 *
 * @param t in [0, 1]
 * @param scoreLoss weighted as in training; 0 where there is no score term
 * @param reconstructionLoss weighted as in training; 0 where nothing is reconstructed
 * @param rate what the penalty on the code weighs: KL(N(μ, σ²) ‖ N(0, 1)) in nats of a
 *     distribution, Σ|z| of a value
 */
public record HeldOutLoss(double t, double scoreLoss, double reconstructionLoss, double rate) {

  /** What training minimises, without the penalty on the code. */
  public double loss() {
    return scoreLoss + reconstructionLoss;
  }
}
