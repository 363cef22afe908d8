package org.p2f.training.domain;

/** The diffusions of Song et al., arXiv:2011.13456. */
public enum DiffusionKind {
  VE,
  VP,
  SUB_VP
}
