package org.p2f.downstream.study;

/** What a study measures beside the accuracies of heads; the claims need all of it. */
public enum StudyAnalysis {
  /** What the Transformer's readout attends to, and how far factors' profiles lie apart. */
  ATTENTION_PROFILES,
  /** What it costs the Transformer to have some t hidden. */
  ATTENTION_MASKS,
  /** What codes of two t tell about each other. */
  MUTUAL_INFORMATION
}
