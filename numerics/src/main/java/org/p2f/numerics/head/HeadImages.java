package org.p2f.numerics.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.trajectory.Trajectories;
import org.p2f.spec.data.TrajectorySplit;
import org.p2f.spec.head.HeadSettings;

/** One split's trajectories and labels, wherever they lie. */
sealed interface HeadImages extends AutoCloseable permits ResidentImages, StreamedImages {

  /** Number of images. */
  int size();

  /** Bytes that one image adds to a feed. */
  long feedBytes();

  /**
   * Images for one call.
   *
   * @param owner owns what is made for it
   * @param rows the images that each seed sees
   */
  Feed feed(NDManager owner, int factor, int[][] rows);

  @Override
  void close();

  /** Float32 bytes of a split's codes. */
  static long bytes(Trajectories trajectories, TrajectorySplit split) {
    return (long) trajectories.images(split)
        * trajectories.times().size()
        * trajectories.codes()
        * Float.BYTES;
  }

  /** A feed's rows: of each seed its own images, or all in their order. */
  static NDArray rows(NDManager owner, int[][] rows, boolean inOrder) {
    int each = rows[0].length;
    var flat = new long[rows.length * each];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = inOrder ? i : rows[i / each][i % each];
    }
    return owner.create(flat, new Shape(rows.length, each));
  }

  /**
   * Training and test images of trajectories.
   *
   * @param train split to learn from
   * @param test split to be tested on
   */
  record Both(HeadImages train, HeadImages test) implements AutoCloseable {

    /**
     * @param resident bytes of codes up to which they are kept in memory
     */
    static Both load(
        Engine engine, Trajectories trajectories, HeadSettings.Scaling scaling, long resident) {
      long bytes =
          bytes(trajectories, TrajectorySplit.TRAIN) + bytes(trajectories, TrajectorySplit.TEST);
      boolean standardized = scaling == HeadSettings.Scaling.STANDARDIZED;
      if (bytes > resident) {
        var moments = standardized ? Moments.of(trajectories) : Moments.NONE;
        return new Both(
            StreamedImages.of(trajectories, TrajectorySplit.TRAIN, moments),
            StreamedImages.of(trajectories, TrajectorySplit.TEST, moments));
      }
      var train = ResidentImages.load(engine, trajectories, TrajectorySplit.TRAIN);
      var test = ResidentImages.load(engine, trajectories, TrajectorySplit.TEST);
      if (standardized) {
        Standardization.apply(engine, train, List.of(test));
      }
      return new Both(train, test);
    }

    @Override
    public void close() {
      test.close();
      train.close();
    }
  }
}
