package org.p2f.numerics.data;

/**
 * Hears how far an import is. What it throws ends the import, which then leaves nothing behind: so
 * an import is cancelled.
 */
@FunctionalInterface
public interface ProgressListener {
  ProgressListener NONE = (fraction, images) -> {};

  /**
   * @param fraction part of the source that was read, in [0, 1], never falling
   * @param images images read so far
   */
  void progress(double fraction, long images);
}
