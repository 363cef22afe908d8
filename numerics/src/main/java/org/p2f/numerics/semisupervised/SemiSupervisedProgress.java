package org.p2f.numerics.semisupervised;

/** Hears how far training is, and may end it by throwing. */
@FunctionalInterface
public interface SemiSupervisedProgress {

  /** Hears nothing and never ends it. */
  SemiSupervisedProgress SILENT = steps -> {};

  /**
   * Called several times a second or so.
   *
   * @param steps done, those of the control too
   */
  void at(long steps);
}
