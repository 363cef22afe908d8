package org.p2f.downstream.domain;

/** In what critics and heads compute their products; everything else is float32. */
public enum ProductPrecision {
  FLOAT32,
  /** Faster on a processor that has it; factors are rounded to eight bits. */
  BFLOAT16
}
