package org.p2f.representation.trajectory;

import java.io.IOException;
import java.util.List;
import org.p2f.representation.encoding.Codes;
import org.p2f.representation.trajectory.NeighbourQuery.Neighbour;
import org.p2f.spec.data.TrajectorySplit;

/** Reads parts of extracted trajectories. */
public interface TrajectorySlices {

  /**
   * @param from first image of the split
   * @param count images; from + count lies within the split
   */
  Slice read(String trajectoriesId, TrajectorySplit split, int from, int count);

  /**
   * Hands over a whole split, some images at a time and in order.
   *
   * @param count images at a time, the last time fewer
   * @throws IOException if the consumer does
   */
  void scan(String trajectoriesId, TrajectorySplit split, int count, SliceConsumer consumer)
      throws IOException;

  /** Takes slices one after the other. */
  @FunctionalInterface
  interface SliceConsumer {
    /**
     * @param from first image of the slice
     */
    void accept(int from, Slice slice) throws IOException;
  }

  /**
   * Searches a split, exactly.
   *
   * @return those the last stage keeps, in its order
   */
  List<Neighbour> search(String trajectoriesId, NeighbourQuery query);

  /**
   * @param indices for each image, where it stands in the data set
   * @param labels for each image, one label a factor
   */
  record Slice(Codes codes, List<Integer> indices, List<List<Integer>> labels) {
    public Slice {
      indices = List.copyOf(indices);
      labels = List.copyOf(labels);
    }
  }
}
