package org.p2f.spec.diffusion;

/** The rate β(t) = β0 + t(β1 − β0) that the variance-preserving diffusions share. */
record Beta(double beta0, double beta1) {
  Beta {
    if (!(0 < beta0 && beta0 < beta1 && beta1 < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Need 0 < beta0 < beta1, got %s and %s".formatted(beta0, beta1));
    }
  }

  double at(double t) {
    return beta0 + Shapes.requireTime(t) * (beta1 - beta0);
  }

  /** m(t) = −½ ∫₀ᵗ β, the logarithm of the mean's coefficient. */
  double logMean(double t) {
    Shapes.requireTime(t);
    return -t * t * (beta1 - beta0) / 4 - t * beta0 / 2;
  }

  /** β of one step of the chain: the line from β0/N to β1/N. */
  double ofStep(double t, int steps) {
    double along = Shapes.stepOf(t, steps) / (steps - 1.0);
    return (beta0 + along * (beta1 - beta0)) / steps;
  }
}
