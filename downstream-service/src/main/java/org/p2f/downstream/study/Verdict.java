package org.p2f.downstream.study;

/** What the numbers say of a claim. */
public enum Verdict {
  /** The whole interval lies where the claim has it. */
  SUPPORTED,
  /** The whole interval lies elsewhere. */
  NOT_SUPPORTED,
  /** The interval lies on both sides, or one encoder gave none. */
  UNDECIDED,
  /** The study lacks what the claim is about. */
  UNMEASURED
}
