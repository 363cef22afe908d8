package org.p2f.downstream.domain;

/** What is asked of trained heads. */
public enum AnalysisType {
  /** What hiding some t from a one-pass Transformer costs: masks 0 to 4. */
  ATTENTION_MASK,
  /** Which t a one-pass Transformer's readout attends to. */
  ATTENTION_PROFILE
}
