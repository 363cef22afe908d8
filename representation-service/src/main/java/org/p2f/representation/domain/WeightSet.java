package org.p2f.representation.domain;

/** Which of a model's two sets of weights answers. */
public enum WeightSet {
  /** As training left them; the published way. */
  RAW,
  /** Averaged over the last training steps. */
  EMA
}
