package org.p2f.downstream.domain;

/** A kind of head. */
public enum HeadKind {
  /** Reads the code of one t; one head for each t. */
  MLP,
  /** Reads all t in order. */
  GRU,
  /** Attends to all t. */
  TRANSFORMER
}
