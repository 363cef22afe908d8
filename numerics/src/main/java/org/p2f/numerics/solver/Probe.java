package org.p2f.numerics.solver;

/** Random directions along which a divergence is measured. */
public enum Probe {
  /** Independent signs: the least variance, none where the Jacobian is diagonal. */
  RADEMACHER,
  GAUSSIAN
}
