package org.p2f.training.dataset;

import java.util.List;
import org.p2f.spec.data.Split;

/**
 * Which image of a data set it is, and what it shows.
 *
 * @param index from 0
 * @param labels for each factor of the data set, in its order, the number of a class
 */
public record LabelledImage(int index, Split split, List<Integer> labels) {
  /**
   * Which images are sought.
   *
   * @param from the first index
   * @param limit the most of them, at least 1
   * @param factor position of the factor that {@code label} is of; negative for images of any class
   * @param label number of a class
   */
  public record Query(int from, int limit, int factor, int label) {}

  public LabelledImage {
    labels = List.copyOf(labels);
  }
}
