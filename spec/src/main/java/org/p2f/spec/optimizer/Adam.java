package org.p2f.spec.optimizer;

/**
 * Constants of Adam.
 *
 * @param weightDecay λ of an L2 term added to the gradient, not decoupled
 */
public record Adam(double beta1, double beta2, double epsilon, double weightDecay) {
  public Adam {
    if (!(0 <= beta1 && beta1 < 1 && 0 <= beta2 && beta2 < 1)) {
      throw new IllegalArgumentException(
          "Betas lie in [0, 1), got %s and %s".formatted(beta1, beta2));
    }
    if (!(epsilon > 0 && weightDecay >= 0)) {
      throw new IllegalArgumentException(
          "Need epsilon > 0 and weightDecay >= 0, got %s and %s".formatted(epsilon, weightDecay));
    }
  }
}
