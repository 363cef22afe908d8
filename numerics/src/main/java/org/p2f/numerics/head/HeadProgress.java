package org.p2f.numerics.head;

/** Hears of a training's progress, and may end it by throwing. Called by the training thread. */
public interface HeadProgress {

  /** Hears nothing and never ends it. */
  HeadProgress SILENT = (done, total) -> {};

  /**
   * @param done epochs of members trained so far
   * @param total epochs of all members
   */
  void advanced(long done, long total);

  /** Called between steps; whatever it throws ends the training and reaches the caller. */
  default void checkpoint() {}
}
