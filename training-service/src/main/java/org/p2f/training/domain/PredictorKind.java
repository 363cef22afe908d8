package org.p2f.training.domain;

/** How a sampler gets to the time before. */
public enum PredictorKind {
  EULER_MARUYAMA,
  REVERSE_DIFFUSION,
  ANCESTRAL,
  NONE
}
