package org.p2f.spec.objective;

/** What becomes of the squares of an image's values. */
public enum Reduction {
  /** Half their sum. */
  SUM,
  /** Their mean. */
  MEAN
}
