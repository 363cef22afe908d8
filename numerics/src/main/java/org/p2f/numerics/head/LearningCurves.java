package org.p2f.numerics.head;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the validations of a stack's heads say: after which step each head was best, which heads
 * still learn, and whether they have converged.
 */
final class LearningCurves {
  private final int images;
  private final @Nullable Integer patience;
  private final List<List<Convergence.Validation>> curves = new ArrayList<>();
  private final long[] correct;
  private final long[] best;
  private final long[] last;
  private final int[] waited;
  private final boolean[] ended;

  /**
   * @param images that validate
   * @param patience validations without a better accuracy after which a head ends; null for none
   */
  LearningCurves(int heads, int images, @Nullable Integer patience) {
    this.images = images;
    this.patience = patience;
    this.correct = new long[heads];
    this.best = new long[heads];
    this.last = new long[heads];
    this.waited = new int[heads];
    this.ended = new boolean[heads];
    Arrays.fill(correct, -1);
    for (int head = 0; head < heads; head++) {
      curves.add(new ArrayList<>());
    }
  }

  /**
   * Hears of a validation of the heads that still learn.
   *
   * @param step after which it took place, from 1
   * @param spent sum of the learning rate's shares up to then
   * @param right validation images that each head gets right
   * @return which heads are better than ever before
   */
  boolean[] after(long step, double spent, long[] right) {
    var improved = new boolean[right.length];
    for (int head = 0; head < right.length; head++) {
      if (ended[head]) {
        continue;
      }
      last[head] = step;
      curves.get(head).add(new Convergence.Validation(spent, right[head]));
      improved[head] = right[head] > correct[head];
      waited[head]++;
      if (improved[head]) {
        correct[head] = right[head];
        best[head] = step;
        waited[head] = 0;
      }
      // what is kept of a head that is always right is kept for good
      ended[head] = isPerfect(head) || (patience != null && waited[head] >= patience);
    }
    return improved;
  }

  private boolean isPerfect(int head) {
    return correct[head] == images;
  }

  boolean learns(int head) {
    return !ended[head];
  }

  /** The first step after which the validation accuracy was the best. */
  long best(int head) {
    return best[head];
  }

  /** The last step that it learned from. */
  long last(int head) {
    return last[head];
  }

  /** Validation images that it got right after its best step. */
  int correct(int head) {
    return Math.toIntExact(correct[head]);
  }

  Convergence convergence(int head) {
    return isPerfect(head)
        ? Convergence.complete(images)
        : Convergence.of(curves.get(head), images);
  }
}
