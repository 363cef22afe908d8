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

    /** How often the score is asked for. */
    public int evaluations() {
      int step = corrector.steps() + (predictor == Predictor.NONE ? 0 : 1);
      return steps * step + (denoise && !predictor.endsClean() ? 1 : 0);
    }
  }

  /**
   * The probability-flow ODE, by an adaptive Runge–Kutta method of order 5(4).
   *
   * @param tolerance of its steps
   * @param denoise whether the result is the mean image given the state at the end
   */
  record ProbabilityFlow(Tolerance tolerance, boolean denoise) implements SamplingMethod {}

  /**
   * The probability-flow ODE in steps of given lengths.
   *
   * @param steps at least 2; with {@code denoise} the last of them is the one to the mean image, as
   *     published for EDM
   * @param denoise whether the result is the mean image given the state at the end
   */
  record FixedSteps(Solver solver, StepSpacing spacing, int steps, boolean denoise)
      implements SamplingMethod {
    public FixedSteps {
      if (steps < 2) {
        throw new IllegalArgumentException("Sampling takes at least 2 steps, not " + steps);
      }
    }

    /** Steps of the solver alone. */
    public int intervals() {
      return denoise ? steps - 1 : steps;
    }

    /** How often the score is asked for. */
    public int evaluations() {
      return intervals() * solver.evaluations() + (denoise ? 1 : 0);
    }
  }

  boolean denoise();

  /**
   * Whether it steps in t, and so needs the equation at all times, not at those of a chain alone.
   */
  default boolean inTime() {
    return switch (this) {
      case PredictorCorrector _ -> false;
      case ProbabilityFlow _ -> true;
      case FixedSteps fixed -> fixed.solver().inTime();
    };
  }
}
