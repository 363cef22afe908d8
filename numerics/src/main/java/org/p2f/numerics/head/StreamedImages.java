package org.p2f.numerics.head;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.p2f.numerics.program.TensorSet;
import org.p2f.numerics.trajectory.Trajectories;
import org.p2f.spec.data.TrajectorySplit;

/**
 * Images that stay in their file: a feed reads what it needs. For trajectories larger than memory.
 *
 * @param labels of each factor and image
 */
record StreamedImages(
    Trajectories trajectories, TrajectorySplit split, Moments moments, List<int[]> labels)
    implements HeadImages {

  static StreamedImages of(Trajectories trajectories, TrajectorySplit split, Moments moments) {
    var labels = new ArrayList<int[]>();
    for (int factor = 0; factor < trajectories.factors().size(); factor++) {
      labels.add(trajectories.labels(split, factor));
    }
    return new StreamedImages(trajectories, split, moments, labels);
  }

  @Override
  public int size() {
    return trajectories.images(split);
  }

  @Override
  public long feedBytes() {
    return (long) trajectories.times().size() * trajectories.codes() * Float.BYTES;
  }

  @Override
  public Feed feed(NDManager owner, int factor, int[][] rows) {
    int[] all = Arrays.stream(rows).flatMapToInt(IntStream::of).toArray();
    var mine = labels.get(factor);
    var truth = owner.create(IntStream.of(all).mapToLong(row -> mine[row]).toArray());
    try (var arena = Arena.ofConfined()) {
      var codes = arena.allocate(all.length * feedBytes(), 64);
      trajectories.gather(split, all, codes);
      moments.apply(codes);
      var shape = new Shape(all.length, trajectories.times().size(), trajectories.codes());
      return new Feed(
          TensorSet.copy(owner, codes, shape, DataType.FLOAT32),
          truth,
          HeadImages.rows(owner, rows, true));
    }
  }

  /** The file belongs to whoever opened it. */
  @Override
  public void close() {}
}
