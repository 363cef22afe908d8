package org.p2f.spec.head;

/**
 * How the learning rate of a head is chosen by validation accuracy, where it is trained on the
 * codes of several encoders that differ in their seed alone. With one encoder all are the same. Of
 * equal rates the largest is taken, as the published code does.
 */
public enum RateSelection {
  /** One rate for all encoders: the best mean over encoders. */
  SHARED,
  /** One rate for all encoders: the best median over encoders. */
  SHARED_MEDIAN,
  /** For each encoder its own best. */
  PER_ENCODER
}
