package org.p2f.numerics.information;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.p2f.numerics.trajectory.Trajectories;
import org.p2f.spec.data.TrajectorySplit;

/**
 * One vector for each of the first training images and of all test images, in this order: float32,
 * native order, [points, width].
 */
public final class PropagationCodes {
  private PropagationCodes() {}

  /**
   * Codes of one time; the width is that of a code.
   *
   * @param owner owns the vectors
   * @param images of the training split
   * @param time index of the time
   * @param standardized whether each value has its mean taken away and is divided by its standard
   *     deviation, both over those training images
   */
  public static MemorySegment at(
      Arena owner, Trajectories trajectories, int images, int time, boolean standardized) {
    Objects.checkIndex(time, trajectories.times().size());
    int width = trajectories.codes();
    return of(owner, trajectories, images, time * width, width, standardized);
  }

  /** Codes of all times, end to end; the width is that of a code, times as often. */
  public static MemorySegment ofAll(
      Arena owner, Trajectories trajectories, int images, boolean standardized) {
    int width = trajectories.times().size() * trajectories.codes();
    return of(owner, trajectories, images, 0, width, standardized);
  }

  private static MemorySegment of(
      Arena owner,
      Trajectories trajectories,
      int images,
      int offset,
      int width,
      boolean standardized) {
    int test = trajectories.images(TrajectorySplit.TEST);
    var vectors = owner.allocate((images + (long) test) * width * Float.BYTES, Float.BYTES);
    long split = (long) images * width * Float.BYTES;
    copy(trajectories, TrajectorySplit.TRAIN, offset, width, vectors.asSlice(0, split));
    copy(trajectories, TrajectorySplit.TEST, offset, width, vectors.asSlice(split));
    if (standardized) {
      Columns.standardize(vectors, width, images);
    }
    return vectors;
  }

  private static void copy(
      Trajectories trajectories,
      TrajectorySplit split,
      int offset,
      int width,
      MemorySegment vectors) {
    var codes = trajectories.codes(split);
    long row = (long) trajectories.times().size() * trajectories.codes();
    long bytes = (long) width * Float.BYTES;
    for (long i = 0; i < vectors.byteSize() / bytes; i++) {
      MemorySegment.copy(codes, (i * row + offset) * Float.BYTES, vectors, i * bytes, bytes);
    }
  }
}
