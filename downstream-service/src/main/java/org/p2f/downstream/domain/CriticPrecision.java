package org.p2f.downstream.domain;

/** In what critics compute their products; everything else is float32. */
public enum CriticPrecision {
  FLOAT32,
  /** About twice as fast on a processor that has it; estimates move by less than their spread. */
  BFLOAT16
}
