package org.p2f.training.domain;

/** Random directions along which a divergence is measured. */
public enum ProbeKind {
  /** Independent signs. */
  RADEMACHER,
  GAUSSIAN
}
