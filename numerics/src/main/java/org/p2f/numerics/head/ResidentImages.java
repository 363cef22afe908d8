package org.p2f.numerics.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.p2f.numerics.program.Engine;
import org.p2f.numerics.program.TensorSet;
import org.p2f.numerics.trajectory.Trajectories;
import org.p2f.spec.data.TrajectorySplit;

/**
 * Images in native memory.
 *
 * @param codes float32 [N, times, d]
 * @param labels of each factor, int64 [N]
 */
record ResidentImages(NDManager scope, NDArray codes, List<NDArray> labels) implements HeadImages {

  /** Largest piece that fits one byte buffer. */
  private static final long PIECE_BYTES = 1L << 30;

  static ResidentImages load(Engine engine, Trajectories trajectories, TrajectorySplit split) {
    var scope = engine.newScope();
    var labels = new ArrayList<NDArray>();
    for (int factor = 0; factor < trajectories.factors().size(); factor++) {
      var narrow = trajectories.labels(split, factor);
      var wide = new long[narrow.length];
      for (int i = 0; i < narrow.length; i++) {
        wide[i] = narrow[i];
      }
      labels.add(scope.create(wide));
    }
    return new ResidentImages(scope, codes(scope, trajectories, split), labels);
  }

  private static NDArray codes(NDManager scope, Trajectories trajectories, TrajectorySplit split) {
    int images = trajectories.images(split);
    long row = (long) trajectories.times().size() * trajectories.codes() * Float.BYTES;
    int most = Math.toIntExact(Math.max(1, PIECE_BYTES / row));
    if (images <= most) {
      return copy(scope, trajectories, split, 0, images);
    }
    var whole =
        scope.create(
            new Shape(images, trajectories.times().size(), trajectories.codes()), DataType.FLOAT32);
    for (int from = 0; from < images; from += most) {
      int count = Math.min(most, images - from);
      try (var piece = copy(scope, trajectories, split, from, count)) {
        whole.set(new NDIndex(from + ":" + (from + count)), piece);
      }
    }
    return whole;
  }

  private static NDArray copy(
      NDManager scope, Trajectories trajectories, TrajectorySplit split, int from, int count) {
    return TensorSet.copy(
        scope,
        trajectories.codes(split, from, count),
        new Shape(count, trajectories.times().size(), trajectories.codes()),
        DataType.FLOAT32);
  }

  @Override
  public int size() {
    return Math.toIntExact(codes.getShape().get(0));
  }

  /** They are there already. */
  @Override
  public long feedBytes() {
    return 0;
  }

  @Override
  public Feed feed(NDManager owner, int factor, int[][] rows) {
    return new Feed(codes, labels.get(factor), HeadImages.rows(owner, rows, false));
  }

  @Override
  public void close() {
    scope.close();
  }
}
