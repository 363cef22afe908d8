package org.p2f.training.domain;

/** Langevin steps between those of the predictor. */
public enum CorrectorKind {
  NONE,
  LANGEVIN,
  ANNEALED_LANGEVIN
}
