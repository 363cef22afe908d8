package org.p2f.representation.domain;

/** In which type a network computes; codes are float32 either way. */
public enum Precision {
  /** Whichever of the others is faster on this machine. */
  AUTO,
  FLOAT32,
  BFLOAT16
}
