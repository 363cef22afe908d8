package org.p2f.numerics.head;

/**
 * Hears of a training's progress, and may end it by throwing. Called by the thread that asked for
 * the training.
 */
public interface HeadProgress {

  /** Hears nothing and never ends it. */
  HeadProgress SILENT = (done, total) -> {};

  /**
   * @param done steps of members trained so far
   * @param total steps of all members
   */
  void advanced(long done, long total);

  /** Called many times a second; whatever it throws ends the training and reaches the caller. */
  default void checkpoint() {}
}
