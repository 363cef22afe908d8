package org.p2f.numerics.solver;

/**
 * One predictor step: x' = image·x + score·s(x, t) + noise·n, with n standard normal.
 *
 * @param noise at least 0
 */
record LinearUpdate(double image, double score, double noise) {
  LinearUpdate {
    if (!(Double.isFinite(image) && Double.isFinite(score) && Double.isFinite(noise))
        || noise < 0) {
      throw new IllegalArgumentException(
          "No update is %s·x + %s·s + %s·n".formatted(image, score, noise));
    }
  }
}
