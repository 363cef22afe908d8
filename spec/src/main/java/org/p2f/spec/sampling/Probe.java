package org.p2f.spec.sampling;

/** Random directions along which a divergence is measured. */
public enum Probe {
  /** Independent signs: the least variance, none where the Jacobian is diagonal. */
  RADEMACHER,
  GAUSSIAN
}
