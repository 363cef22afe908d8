package org.p2f.training.sampling;

/** Langevin steps between those of the predictor. */
enum CorrectorKind {
  NONE,
  LANGEVIN,
  ANNEALED_LANGEVIN
}
