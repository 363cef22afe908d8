package org.p2f.numerics.information;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.p2f.numerics.random.RandomStreams;

/** Draws the few images whose label is known, the same number of each class as far as they go. */
public final class LabelledDraw {
  private LabelledDraw() {}

  /**
   * @param labels class of each image, 0 … classes − 1
   * @param count images to draw, at most as many as there are
   * @return the labels of those drawn, {@link LabelPropagation#UNKNOWN} elsewhere
   */
  public static int[] draw(int[] labels, int classes, int count, long seed) {
    if (count < 1 || count > labels.length) {
      throw new IllegalArgumentException(
          "Cannot draw %d of %d images".formatted(count, labels.length));
    }
    List<Deque<Integer>> queues = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      queues.add(new ArrayDeque<>());
    }
    for (int image : new RandomStreams(seed).permutation("labelled", count, labels.length)) {
      queues.get(labels[image]).add(image);
    }
    var byClass = new ArrayDeque<>(queues);
    var drawn = new int[labels.length];
    Arrays.fill(drawn, LabelPropagation.UNKNOWN);
    for (int taken = 0; taken < count; ) {
      var queue = byClass.removeFirst();
      if (!queue.isEmpty()) {
        int image = queue.removeFirst();
        drawn[image] = labels[image];
        taken++;
        byClass.addLast(queue);
      }
    }
    return drawn;
  }
}
