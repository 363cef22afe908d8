package org.p2f.numerics.information;

/** Hears how far critics are, and may end their training by throwing. */
@FunctionalInterface
public interface InformationProgress {

  /** Hears nothing and never ends it. */
  InformationProgress SILENT = rounds -> {};

  /**
   * Called by the training thread, several times a second or so.
   *
   * @param rounds all critics of the stack have done
   */
  void trained(int rounds);
}
