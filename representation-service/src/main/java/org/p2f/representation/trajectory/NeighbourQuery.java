package org.p2f.representation.trajectory;

import java.util.List;
import org.p2f.spec.data.TrajectorySplit;

/**
 * Asks for images whose codes are like a given image's at some times, or unlike it: coarse to fine,
 * each stage among those the stage before has kept.
 *
 * @param split whose images are looked at
 * @param stages at least one
 */
public record NeighbourQuery(TrajectorySplit split, Metric metric, List<Stage> stages) {
  public NeighbourQuery {
    stages = List.copyOf(stages);
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("A search has at least one stage");
    }
  }

  /** How far codes are apart. */
  public enum Metric {
    EUCLIDEAN,
    COSINE
  }

  /** Which codes a stage keeps. */
  public enum Order {
    NEAREST,
    FARTHEST
  }

  /**
   * @param time which of the trajectories' times
   * @param code of the image that is compared with, at that time
   * @param keep how many images are kept, at least 1
   */
  public record Stage(int time, List<Float> code, Order order, int keep) {
    public Stage {
      code = List.copyOf(code);
      if (time < 0 || keep < 1) {
        throw new IllegalArgumentException(
            "No stage has time %d and keeps %d".formatted(time, keep));
      }
    }
  }

  /**
   * An image that was found.
   *
   * @param row within the split
   * @param index within the data set
   * @param distance at the last stage
   * @param labels one a factor
   */
  public record Neighbour(int row, int index, double distance, List<Integer> labels) {
    public Neighbour {
      labels = List.copyOf(labels);
    }
  }
}
