package org.p2f.numerics.solver;

/** Hears how far a solver is. */
@FunctionalInterface
public interface SolverProgress {
  /**
   * Called after each step; what it throws ends the solving.
   *
   * @param fraction done, in [0, 1]
   */
  void at(double fraction);

  static SolverProgress none() {
    return fraction -> {};
  }
}
