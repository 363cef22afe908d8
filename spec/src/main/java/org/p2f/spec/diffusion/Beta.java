package org.p2f.spec.diffusion;

/** The rate β(t) = β0 + t(β1 − β0) that the variance-preserving diffusions share. */
record Beta(double betaMin, double betaMax) {
  /** Largest β_i for which a step of the published chain stands for the diffusion's. */
  private static final double LARGEST = .5;

  Beta {
    if (!(0 < betaMin && betaMin < betaMax && betaMax < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Need 0 < betaMin < betaMax, got %s and %s".formatted(betaMin, betaMax));
    }
  }

  double at(double t) {
    return betaMin + Shapes.requireTime(t) * (betaMax - betaMin);
  }

  /** m(t) = −½ ∫₀ᵗ β, the logarithm of the mean's coefficient. */
  double logMean(double t) {
    Shapes.requireTime(t);
    return -t * t * (betaMax - betaMin) / 4 - t * betaMin / 2;
  }

  /**
   * The time of a value of {@link #logMean}: the root of a parabola, in a form that does not
   * cancel.
   */
  double timeOf(double logMean) {
    return -4
        * logMean
        / (betaMin + Math.sqrt(betaMin * betaMin - 4 * (betaMax - betaMin) * logMean));
  }

  /**
   * β_i of one step of the chain, in (0, 1): as published the line from β0/N to β1/N. Departure:
   * that line leaves (0, 1) where N ≤ β1, so chains with β1/N &gt; ½ take the step that the
   * diffusion itself makes between i/N and (i + 1)/N, 1 − exp(−∫β). That is how Nichol and Dhariwal
   * shorten chains (arXiv:2102.09672, eq. 19): 1 − ᾱ_i/ᾱ_{i−1}.
   */
  double ofStep(double t, int steps) {
    int step = Shapes.stepOf(t, steps);
    if (betaMax / steps > LARGEST) {
      double before = logMean(step / (double) steps);
      return -Math.expm1(2 * (logMean((step + 1) / (double) steps) - before));
    }
    return (betaMin + step / (steps - 1.0) * (betaMax - betaMin)) / steps;
  }
}
