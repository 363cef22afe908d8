package org.p2f.spec.head;

/** What a head without recurrence or attention reads of a trajectory. */
public enum Pooling {
  /** The code of one time. */
  ONE,
  /** The mean of all codes. */
  MEAN,
  /** All codes, one behind the other. */
  CONCATENATION,
  /** The sum of all codes with learned weights that are positive and sum to 1. */
  CONVEX
}
