package org.p2f.spec.sampling;

/**
 * A rule that follows the probability-flow ODE in steps of given lengths, without noise. With
 * images scaled to x̂ = x/c and noise to σ̂ = std/c (see {@link
 * org.p2f.spec.diffusion.Sde#relativeStd}) the first three serve every diffusion.
 */
public enum Solver {
  /**
   * Of first order: Euler's rule in σ̂, x̂ + (σ̂' − σ̂)·n, with n the noise that the network sees.
   * Source: Song, Meng and Ermon, arXiv:2010.02502, eq. 13, which is eq. 12 with η = 0.
   */
  DDIM(1, false),

  /**
   * Of second order: Heun's rule in σ̂. Source: Karras et al., arXiv:2206.00364, algorithm 1; for
   * networks of other diffusions as in its App. B and C.
   */
  HEUN(2, false),

  /**
   * Of second order by what the step before has seen: exact but for the clean image, which is taken
   * as linear in ln σ̂. Source: Lu et al., arXiv:2211.01095, algorithm 2.
   */
  DPM_SOLVER_PP_2M(1, false),

  /** Of first order: Euler's rule in t. Source: Song et al., arXiv:2011.13456, eq. 13. */
  EULER(1, true),

  /** Of fourth order: the classical Runge–Kutta rule in t, on the same equation. */
  RUNGE_KUTTA_4(4, true);

  private final int evaluations;
  private final boolean inTime;

  Solver(int evaluations, boolean inTime) {
    this.evaluations = evaluations;
    this.inTime = inTime;
  }

  /** How often a step asks for the score. */
  public int evaluations() {
    return evaluations;
  }

  /**
   * Whether it steps in t, and so needs the equation at all times, not at those of a chain alone.
   */
  public boolean inTime() {
    return inTime;
  }
}
