package org.p2f.training.domain;

/** How samples are made of noise. */
public enum SamplingMethodKind {
  PREDICTOR_CORRECTOR,
  /** The probability-flow ODE, with steps as long as a tolerance allows. */
  PROBABILITY_FLOW
}
