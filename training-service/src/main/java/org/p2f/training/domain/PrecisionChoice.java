package org.p2f.training.domain;

/** A wish for a precision. */
public enum PrecisionChoice {
  /** The faster one on the machine that plans. */
  AUTO,
  FLOAT32,
  BFLOAT16
}
