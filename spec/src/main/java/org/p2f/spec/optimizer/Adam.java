package org.p2f.spec.optimizer;

/**
 * Constants of Adam (Kingma and Ba, arXiv:1412.6980) and AdamW (Loshchilov and Hutter,
 * arXiv:1711.05101).
 *
 * @param weightDecay λ, at least 0
 * @param decoupled whether each step takes the share learning rate · λ from the weights, as in
 *     AdamW; else λ is that of an L2 term added to the gradient
 */
public record Adam(
    double beta1, double beta2, double epsilon, double weightDecay, boolean decoupled) {
  public Adam {
    if (!(0 <= beta1 && beta1 < 1 && 0 <= beta2 && beta2 < 1)) {
      throw new IllegalArgumentException(
          "Betas lie in [0, 1), got %s and %s".formatted(beta1, beta2));
    }
    if (!(epsilon > 0 && weightDecay >= 0 && weightDecay < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Need epsilon > 0 and weightDecay >= 0, got %s and %s".formatted(epsilon, weightDecay));
    }
  }

  /** With weight decay as L2 in the gradient. */
  public Adam(double beta1, double beta2, double epsilon, double weightDecay) {
    this(beta1, beta2, epsilon, weightDecay, false);
  }
}
