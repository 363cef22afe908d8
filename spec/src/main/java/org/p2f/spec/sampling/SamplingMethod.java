package org.p2f.spec.sampling;

/** How images are made of noise. */
public sealed interface SamplingMethod {

  /**
   * Predictor–corrector sampling, Song et al., arXiv:2011.13456, algorithm 1 with both steps at the
   * same t.
   *
   * @param steps of the predictor, at least 2
   * @param denoise whether the last step leaves out its noise
   */
  record PredictorCorrector(Predictor predictor, Corrector corrector, int steps, boolean denoise)
      implements SamplingMethod {
    public PredictorCorrector {
      if (steps < 2) {
        throw new IllegalArgumentException("Sampling takes at least 2 steps, not " + steps);
      }
      if (predictor == Predictor.NONE && corrector instanceof Corrector.None) {
        throw new IllegalArgumentException(
            "predictor none and corrector none: nothing would move the images");
      }
    }
  }

  /**
   * The probability-flow ODE, by an adaptive Runge–Kutta method of order 5(4).
   *
   * @param tolerance of its steps
   * @param denoise whether the result is the mean image given the state at the end
   */
  record ProbabilityFlow(Tolerance tolerance, boolean denoise) implements SamplingMethod {}

  boolean denoise();
}
