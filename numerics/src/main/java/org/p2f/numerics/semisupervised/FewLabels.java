package org.p2f.numerics.semisupervised;

/**
 * Which labels are known.
 *
 * @param factor index of the factor that is learnt
 * @param perClass labelled images of each class, at least 1, as far as there are
 * @param seed of their draw
 */
public record FewLabels(int factor, int perClass, long seed) {
  public FewLabels {
    if (factor < 0 || perClass < 1) {
      throw new IllegalArgumentException(
          "Got factor %d and %d labels of each class".formatted(factor, perClass));
    }
  }
}
