package org.p2f.training.sampling;

/** Langevin steps between those of the predictor. */
public enum CorrectorKind {
  NONE,
  LANGEVIN,
  ANNEALED_LANGEVIN
}
